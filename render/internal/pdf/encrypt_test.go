package pdf_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/bienban/bienban/render/internal/pdf"
)

// slowHash is algorithm 2.B of ISO 32000-2, written from the standard once more.
func slowHash(t *testing.T, input, password string, u []byte) []byte {
	t.Helper()
	sum := sha256.Sum256([]byte(input))
	k := sum[:]
	for round := 0; ; round++ {
		k1 := bytes.Repeat([]byte(password+string(k)+string(u)), 64)
		c, err := aes.NewCipher(k[:16])
		if err != nil {
			t.Fatal(err)
		}
		cipher.NewCBCEncrypter(c, k[16:32]).CryptBlocks(k1, k1)
		switch new(big.Int).Mod(new(big.Int).SetBytes(k1[:16]), big.NewInt(3)).Int64() {
		case 0:
			h := sha256.Sum256(k1)
			k = h[:]
		case 1:
			h := sha512.Sum384(k1)
			k = h[:]
		case 2:
			h := sha512.Sum512(k1)
			k = h[:]
		}
		if round >= 63 && int(k1[len(k1)-1]) <= round+1-32 {
			return k[:32]
		}
	}
}

func hexEntry(t *testing.T, b []byte, key string) []byte {
	t.Helper()
	m := regexp.MustCompile(`/` + key + ` <([0-9A-F]+)>`).FindSubmatch(b)
	if m == nil {
		t.Fatalf("no /%s", key)
	}
	v, err := hex.DecodeString(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The file opens with the password, by either entry, and with no other; nothing of its
// text is to be read in it.
func TestPassword(t *testing.T) {
	face := faces(t).Match("Times New Roman", 0, false, false).Face
	const password, title = "Bí mật số 1", "Biên bản (họp)"
	opts := pdf.Options{Title: title, Password: password}
	p := page(glyphs(face, 72*pt, 72*pt, 14*pt, "Nội dung", 0, 0))
	b := write(t, opts, p)
	if !bytes.Equal(b, write(t, opts, p)) {
		t.Error("two files of equal input differ")
	}
	if plain := write(t, pdf.Options{Title: "Quarterly"}, p); !bytes.Contains(plain, []byte("Quarterly")) {
		t.Error("the title is not to be seen in a plain file: this test shows nothing")
	}
	if bytes.Contains(write(t, pdf.Options{Title: "Quarterly", Password: password}, p), []byte("Quarterly")) {
		t.Error("the title is to be read in the encrypted file")
	}
	u, o := hexEntry(t, b, "U"), hexEntry(t, b, "O")
	key := func(password, name string, entry, further []byte) []byte {
		if !bytes.Equal(slowHash(t, password+string(entry[32:40])+string(further), password, further), entry[:32]) {
			return nil
		}
		by := slowHash(t, password+string(entry[40:48])+string(further), password, further)
		c, _ := aes.NewCipher(by)
		wrapped := hexEntry(t, b, name)
		cipher.NewCBCDecrypter(c, make([]byte, 16)).CryptBlocks(wrapped, wrapped)
		return wrapped
	}
	fileKey := key(password, "UE", u, nil)
	if fileKey == nil {
		t.Fatal("the password is refused")
	}
	if !bytes.Equal(key(password, "OE", o, u), fileKey) {
		t.Error("the owner's entry leads to another key")
	}
	if key("bí mật số 1", "UE", u, nil) != nil {
		t.Error("another password is accepted")
	}
	c, _ := aes.NewCipher(fileKey)
	perms := hexEntry(t, b, "Perms")
	c.Decrypt(perms, perms)
	if string(perms[4:12]) != "\xff\xff\xff\xffTadb" || perms[0] != 0xfc {
		t.Errorf("permissions %x", perms)
	}
	open := func(sealed []byte) []byte {
		data := bytes.Clone(sealed[16:])
		cipher.NewCBCDecrypter(c, sealed[:16]).CryptBlocks(data, data)
		return data[:len(data)-int(data[len(data)-1])]
	}
	if got, want := string(open(hexEntry(t, b, "Title"))), "\xfe\xff\x00B"; !strings.HasPrefix(got, want) {
		t.Errorf("title %x", got)
	}
	m := regexp.MustCompile(`/Type /Metadata /Subtype /XML /Length (\d+)>>\nstream\n`).FindSubmatchIndex(b)
	if m == nil {
		t.Fatal("no metadata")
	}
	n, _ := strconv.Atoi(string(b[m[2]:m[3]]))
	if xmp := open(b[m[1] : m[1]+n]); !bytes.Contains(xmp, []byte(title)) {
		t.Errorf("metadata %q", xmp)
	}
}
