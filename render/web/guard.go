package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// guard gives why a request is refused before anybody looks at what it wants; nil if it
// is not.
func (h *handler) guard(r *http.Request) *Problem {
	if !h.answersTo(r.Host) {
		return problem(http.StatusMisdirectedRequest, "foreign-host", "không trả lời cho tên máy %q", "the host %q is not answered for", r.Host)
	}
	if err := h.origins.Check(r); err != nil {
		return foreignOrigin()
	}
	if h.options.Token != "" && !isHealth(r.URL.Path) && !isPage(r.URL.Path) && !h.knows(r.Header.Get("Authorization")) {
		return problem(http.StatusUnauthorized, "token", "cần mã truy cập: Authorization: Bearer …", "a token is needed: Authorization: Bearer …")
	}
	return nil
}

func foreignOrigin() *Problem {
	return problem(http.StatusForbidden, "foreign-origin", "yêu cầu đến từ một trang khác", "the request comes from another site")
}

// answersTo reports whether host, with or without a port, is the computer itself or one
// of the names that we were told.
func (h *handler) answersTo(host string) bool {
	name := host
	if n, _, err := net.SplitHostPort(host); err == nil {
		name = n
	}
	name = strings.Trim(name, "[]")
	if address, err := netip.ParseAddr(name); err == nil && address.IsLoopback() {
		return true
	}
	same := func(s string) bool { return strings.EqualFold(strings.Trim(s, "[]"), name) }
	return same("localhost") || slices.ContainsFunc(h.options.Hosts, same)
}

// knows compares a header with the token, in a time that tells nothing of either.
func (h *handler) knows(authorization string) bool {
	scheme, token, _ := strings.Cut(authorization, " ")
	got, want := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(h.options.Token))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1 && strings.EqualFold(scheme, "Bearer")
}

// protect sets the headers that every answer has: browsers run nothing of it, guess
// nothing about it, show it in no frame and keep no copy.
func protect(header http.Header) {
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
}
