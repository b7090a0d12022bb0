// Package templates holds the built-in templates: Word documents that open, and are
// edited, in Word. The .docx is the source; there is nothing behind it.
package templates

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed *.docx
var files embed.FS

// about is what each template makes, by its name. A test holds it against the files.
var about = []struct{ name, vi, en string }{
	{
		"bien-ban",
		"Biên bản cuộc họp, hội nghị theo Mẫu 1.9, Nghị định 30/2020/NĐ-CP",
		"Minutes of a meeting, form 1.9 of Decree 30/2020/NĐ-CP",
	},
	{
		"bien-ban-dang",
		"Biên bản hội nghị của cơ quan đảng theo Hướng dẫn 05-HD/VPTW (dựng từ bản tóm lược của Hướng dẫn)",
		"Minutes of a Party meeting after guidance 05-HD/VPTW, of which only a digest was at hand",
	},
	{
		"bien-ban-dhdcd",
		"Biên bản họp Đại hội đồng cổ đông theo Điều 150 Luật Doanh nghiệp 2020, kèm danh sách cổ đông",
		"Minutes of a general meeting of shareholders, Article 150 of the Law on Enterprises 2020, with the list of shareholders",
	},
	{
		"bien-ban-hdqt",
		"Biên bản họp Hội đồng quản trị theo Điều 158 Luật Doanh nghiệp 2020, biểu quyết ghi tên từng thành viên",
		"Minutes of a board meeting, Article 158 of the Law on Enterprises 2020, with each member's vote",
	},
	{
		"diem-danh",
		"Danh sách điểm danh để đại biểu ký tên",
		"Attendance sheet to sign",
	},
	{
		"giay-moi",
		"Giấy mời họp theo Mẫu 1.7, Nghị định 30/2020/NĐ-CP hoặc thể thức của Đảng; với for_each: invitees, mỗi người một giấy",
		"Invitation, form 1.7 of Decree 30/2020/NĐ-CP or in the Party's form; with for_each: invitees, one for each of them",
	},
	{
		"thong-bao-ket-luan",
		"Thông báo kết luận cuộc họp, kèm nhiệm vụ và thời hạn, theo Mẫu 1.4, Nghị định 30/2020/NĐ-CP hoặc thể thức của Đảng",
		"Notice of a meeting's conclusions with tasks and deadlines, form 1.4 of Decree 30/2020/NĐ-CP or in the Party's form",
	},
	{
		"tom-tat",
		"Bản tin tóm tắt cuộc họp, hội nghị kèm biểu chỉ tiêu",
		"Briefing on a meeting, with its indicator tables",
	},
}

// Names are the names of the templates, sorted: "bien-ban", without the extension.
func Names() []string {
	names := make([]string, len(about))
	for i, t := range about {
		names[i] = t.name
	}
	return names
}

// Open gives the bytes of the template of that name, which are the caller's own. The
// error for any name that is not one of [Names] is [fs.ErrNotExist].
func Open(name string) ([]byte, error) {
	if !slices.Contains(Names(), name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return files.ReadFile(name + ".docx")
}

//go:embed prints.txt
var printedText string

// printed are the lists of prints.txt by template.
var printed = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(printedText) {
		name, list, _ := strings.Cut(line, ": ")
		all[name] = strings.Fields(list)
	}
	return all
})

// Prints are the fields of a meeting that the template of a name may print, as paths of Go
// names: what the compiler of tags finds in it, which a test holds against the list. The caller
// does not change it.
func Prints(name string) []string { return printed()[name] }

// Description says in Vietnamese and English what a template makes; both are "" for a
// name that is not one of [Names].
func Description(name string) (vi, en string) {
	for _, t := range about {
		if t.name == name {
			return t.vi, t.en
		}
	}
	return "", ""
}
