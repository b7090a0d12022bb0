package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxPassword is how many bytes of a password count (ISO 32000-2, 7.6.4.3.2).
const maxPassword = 127

// permissions allow everything to whoever has the password: bits 1 and 2 are reserved
// (ISO 32000-2, table 22).
const permissions = -4

// preparePassword is a password as the standard hashes it: compatible characters made
// equal, all kinds of spaces too (SASLprep, RFC 4013), in UTF-8, cut off.
func preparePassword(s string) []byte {
	s = norm.NFKC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad', r == '\u200b', r == '\u200c', r == '\u200d', r == '\u2060', r == '\ufeff':
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, s))
	return []byte(s[:min(len(s), maxPassword)])
}

// hashPassword is algorithm 2.B: slow on purpose. further is empty for a reader's
// password, and the U entry for an owner's.
func hashPassword(password, salt, further []byte) []byte {
	first := sha256.New()
	first.Write(password)
	first.Write(salt)
	first.Write(further)
	k := first.Sum(nil)
	var e []byte
	for round := 1; ; round++ {
		e = e[:0]
		for range 64 {
			e = append(append(append(e, password...), k...), further...)
		}
		cipher.NewCBCEncrypter(block(k[:16]), k[16:32]).CryptBlocks(e, e)
		sum := 0 // the first 16 bytes as a number, modulo 3: 256 leaves 1
		for _, b := range e[:16] {
			sum += int(b)
		}
		switch sum % 3 {
		case 0:
			h := sha256.Sum256(e)
			k = h[:]
		case 1:
			h := sha512.Sum384(e)
			k = h[:]
		default:
			h := sha512.Sum512(e)
			k = h[:]
		}
		if round >= 64 && int(e[len(e)-1]) <= round-32 {
			return k[:32]
		}
	}
}

// block is AES with a key whose length is right.
func block(key []byte) cipher.Block {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // 16 or 32 bytes, by construction
	}
	return b
}

// vault encrypts what is in a file, with AES-256 (ISO 32000-2, 7.6, revision 6).
//
// Keys, salts and initialization vectors are made of the password and the content, so
// that equal input gives equal bytes; nobody without the password can make them, and
// different content never meets the same vector.
type vault struct {
	master []byte
	file   cipher.Block
	count  uint64
}

func (v *vault) derive(label string, n int) []byte {
	h := hmac.New(sha512.New, v.master)
	h.Write([]byte(label))
	return h.Sum(nil)[:n]
}

// seal encrypts one string or stream: the vector, then the padded data.
func (v *vault) seal(object int, data []byte) []byte {
	v.count++
	h := hmac.New(sha256.New, v.master)
	var where [16]byte
	binary.BigEndian.PutUint64(where[:], uint64(object))
	binary.BigEndian.PutUint64(where[8:], v.count)
	h.Write(where[:])
	h.Write(data)
	pad := aes.BlockSize - len(data)%aes.BlockSize
	out := make([]byte, 0, aes.BlockSize+len(data)+pad)
	out = append(out, h.Sum(nil)[:aes.BlockSize]...)
	out = append(out, data...)
	out = append(out, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(v.file, out[:aes.BlockSize]).CryptBlocks(out[aes.BlockSize:], out[aes.BlockSize:])
	return out
}

// encrypt encrypts all strings and streams, and adds the dictionary that says how.
func (f *file) encrypt(password string) error {
	p := preparePassword(password)
	content := sha256.New()
	for _, o := range f.objects {
		fmt.Fprintf(content, "%d ", len(o))
		content.Write(o)
	}
	// As slow to guess as the password itself: who knows the content gains nothing.
	v := &vault{master: hashPassword(p, content.Sum(nil), nil)}
	key := v.derive("file key", 32)
	v.file = block(key)
	for i, o := range f.objects {
		sealed, err := v.object(i+1, o)
		if err != nil {
			return err
		}
		f.objects[i] = sealed
	}

	wrap := func(by []byte) []byte {
		out := make([]byte, len(key))
		cipher.NewCBCEncrypter(block(by), make([]byte, aes.BlockSize)).CryptBlocks(out, key)
		return out
	}
	entry := func(who string, further []byte) (check, wrapped []byte) {
		salts := v.derive(who, 16)
		check = append(hashPassword(p, salts[:8], further), salts...)
		return check, wrap(hashPassword(p, salts[8:], further))
	}
	u, ue := entry("reader", nil)
	o, oe := entry("owner", u)
	perms := make([]byte, 16)
	p32 := int32(permissions)
	binary.LittleEndian.PutUint32(perms, uint32(p32))
	copy(perms[4:], "\xff\xff\xff\xffTadb")
	copy(perms[12:], v.derive("permissions", 4))
	v.file.Encrypt(perms, perms)
	f.crypt = f.add(fmt.Appendf(nil, "<</Filter /Standard /V 5 /R 6 /Length 256 /P %d /EncryptMetadata true\n/U <%X>\n/UE <%X>\n/O <%X>\n/OE <%X>\n/Perms <%X>\n"+
		"/CF <</StdCF <</Type /CryptFilter /CFM /AESV3 /AuthEvent /DocOpen /Length 32>>>> /StmF /StdCF /StrF /StdCF>>",
		permissions, u, ue, o, oe, perms))
	return nil
}

// object encrypts the strings of an object, and its stream.
func (v *vault) object(n int, o []byte) ([]byte, error) {
	at := bytes.Index(o, []byte("\nstream\n"))
	if at < 0 {
		return v.strings(n, nil, o)
	}
	data, err := content(o)
	if err != nil {
		return nil, err
	}
	sealed := v.seal(n, data)
	dict, err := v.strings(n, nil, o[:at])
	if err != nil {
		return nil, err
	}
	was := fmt.Appendf(nil, "/Length %d", len(data))
	i := bytes.Index(dict, was)
	if i < 0 {
		return nil, errSkeleton
	}
	out := append([]byte(nil), dict[:i]...)
	out = fmt.Appendf(out, "/Length %d", len(sealed))
	out = append(out, dict[i+len(was):]...)
	out = append(out, "\nstream\n"...)
	out = append(out, sealed...)
	return append(out, "\nendstream"...), nil
}

// strings appends an object with its strings encrypted.
func (v *vault) strings(n int, to, o []byte) ([]byte, error) {
	for i := 0; i < len(o); {
		switch {
		case o[i] == '(':
			value, end, ok := literal(o, i)
			if !ok {
				return nil, errSkeleton
			}
			to = fmt.Appendf(to, "<%X>", v.seal(n, value))
			i = end
		case o[i] == '<' && i+1 < len(o) && o[i+1] != '<':
			end := bytes.IndexByte(o[i:], '>')
			if end < 0 {
				return nil, errSkeleton
			}
			to = fmt.Appendf(to, "<%X>", v.seal(n, unhex(o[i+1:i+end])))
			i += end + 1
		case o[i] == '<':
			to = append(to, "<<"...)
			i += 2
		default:
			to = append(to, o[i])
			i++
		}
	}
	return to, nil
}

// literal reads the string in parentheses at b[at] (ISO 32000-1, 7.3.4.2).
func literal(b []byte, at int) (value []byte, end int, ok bool) {
	depth := 0
	for i := at; i < len(b); i++ {
		c := b[i]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				return value, i + 1, true
			}
		case '\\':
			if i++; i == len(b) {
				return nil, 0, false
			}
			switch c = b[i]; {
			case c >= '0' && c <= '7':
				code, from := 0, i
				for ; i < len(b) && i < from+3 && b[i] >= '0' && b[i] <= '7'; i++ {
					code = code<<3 | int(b[i]-'0')
				}
				i--
				c = byte(code)
			case c == '\n':
				continue
			default:
				if j := strings.IndexByte("nrtbf", c); j >= 0 {
					c = "\n\r\t\b\f"[j]
				}
			}
		}
		value = append(value, c)
	}
	return nil, 0, false
}

// unhex reads the digits of a hexadecimal string; a missing last one is 0.
func unhex(b []byte) []byte {
	var out []byte
	half := -1
	for _, c := range b {
		d := strings.IndexByte("0123456789ABCDEFabcdef", c)
		if d < 0 {
			continue // white space
		}
		if d > 15 {
			d -= 6
		}
		if half < 0 {
			half = d
			continue
		}
		out = append(out, byte(half<<4|d))
		half = -1
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out
}
