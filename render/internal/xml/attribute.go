package xml

import "strings"

// Attribute finds in a start tag, or the rest of one behind an attribute, the first attribute
// with this local name and value: tag[from:to] is the value as it is written, tag[at:to+1] all
// of the attribute with the space before it. A local name that begins with a colon (":id") is
// one that has a prefix. The tokenizer has checked the tag.
func Attribute(tag, local, value string) (at, from, to int, ok bool) {
	prefixed := ":" + strings.TrimPrefix(local, ":")
	for i := 0; i < len(tag) && tag[i] != '>'; i++ {
		if tag[i] != '"' && tag[i] != '\'' {
			continue
		}
		n := strings.IndexByte(tag[i+1:], tag[i])
		if n < 0 {
			break
		}
		name := strings.TrimRight(tag[:i], " \t\r\n=")
		at := strings.LastIndexAny(name, " \t\r\n")
		if name = name[at+1:]; at >= 0 && (name == local || strings.HasSuffix(name, prefixed)) {
			if raw := tag[i+1 : i+1+n]; raw == value || Unescape(raw) == value {
				return at, i + 1, i + 1 + n, true
			}
		}
		i += n + 1
	}
	return 0, 0, 0, false
}

// Local is a canonical name without its namespace: "id" of "r:id" and of "{urn:x}id".
func Local(name string) string { return name[strings.LastIndexAny(name, ":}")+1:] }
