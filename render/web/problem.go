package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/bienban/bienban/render"
)

// A Problem is why a request is not answered as it asks (RFC 9457).
type Problem struct {
	Type     string           `json:"type" doc:"Stable name of the kind of problem" example:"urn:bienban:problem:findings"`
	Title    string           `json:"title" doc:"What the status means"`
	Status   int              `json:"status" doc:"The HTTP status"`
	Detail   string           `json:"detail,omitempty" doc:"What is wrong with this request, in the language of Accept-Language"`
	Findings []render.Finding `json:"findings,omitempty" doc:"What is wrong in the meeting or the template, with its places"`

	detail render.Text
	faults render.FaultList
	retry  int // seconds for Retry-After; 0: none
}

// Error is the problem in English.
func (p *Problem) Error() string { return strings.TrimSpace(p.Title + " " + p.detail.En) }

// problem is one of a status; kind names it in its type.
func problem(status int, kind, vi, en string, args ...any) *Problem {
	return &Problem{
		Type: "urn:bienban:problem:" + kind, Title: http.StatusText(status), Status: status,
		detail: render.Text{Vi: fmt.Sprintf(vi, args...), En: fmt.Sprintf(en, args...)},
	}
}

func bad(vi, en string, args ...any) *Problem {
	return problem(http.StatusBadRequest, "bad-request", vi, en, args...)
}

func wrongType(got, want string) *Problem {
	return problem(http.StatusUnsupportedMediaType, "media-type", "không nhận kiểu nội dung %q; các kiểu nhận được: %s", "the content type %q is not taken; those taken are: %s", got, want)
}

func tooLarge(max int64) *Problem {
	return problem(http.StatusRequestEntityTooLarge, "too-large", "nội dung yêu cầu lớn hơn %d MB", "the request's body is larger than %d MB", (max+1<<20-1)>>20)
}

func tooSlow() *Problem {
	return problem(http.StatusRequestTimeout, "too-slow", "nội dung yêu cầu đến quá chậm", "the request's body came too slowly")
}

func busy() *Problem {
	p := problem(http.StatusServiceUnavailable, "busy", "máy chủ đang bận, hãy thử lại sau vài giây", "the server is busy, try again in a few seconds")
	p.retry = 2
	return p
}

func outOfTime() *Problem {
	return problem(http.StatusGatewayTimeout, "out-of-time", "làm quá lâu nên đã dừng", "it took too long and was stopped")
}

func unknownTemplate(faults render.FaultList) *Problem {
	p := problem(http.StatusNotFound, "unknown-template", "không có mẫu này", "there is no such template")
	p.faults = faults
	return p
}

// refused is that a meeting or a template has errors.
func refused(faults render.FaultList) *Problem {
	p := problem(http.StatusUnprocessableEntity, "findings", "tệp có lỗi, nên không tạo được văn bản", "the file has errors, so there is no document")
	p.faults = faults
	return p
}

// findings are faults in the order of their places, each once.
func findings(faults render.FaultList, l render.Lang) []render.Finding {
	faults = append(render.FaultList{}, faults...)
	faults.Sort()
	list := []render.Finding{} // never null
	told := map[render.Finding]bool{}
	for _, f := range faults {
		found := f.Finding(l)
		if !told[found] {
			told[found] = true
			list = append(list, found)
		}
	}
	return list
}

// write answers with the problem.
func (p *Problem) write(c *call) {
	told := *p
	told.Detail = p.detail.In(c.lang)
	if len(p.faults) > 0 {
		told.Findings = findings(p.faults, c.lang)
	}
	if p.retry > 0 {
		c.writer.Header().Set("Retry-After", strconv.Itoa(p.retry))
	}
	c.json(p.Status, "application/problem+json", told)
}
