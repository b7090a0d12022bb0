package rules

import (
	"fmt"
	"strings"

	exact "github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/viet"
	"github.com/bienban/bienban/render/meeting"
)

// shareholderRules are those about the votes of shareholders.
func shareholderRules() []Rule {
	return []Rule{{
		Code: "votes-attending", Severity: fault.Warning, document: checkAttending,
		About:   fault.T("Số phiếu biểu quyết của từng vấn đề khớp với số phiếu của cổ đông dự họp, là cơ sở tính tỷ lệ", "The votes on each matter agree with those of the shareholders attending, which the shares are of"),
		Sources: []Source{enterprises("Điều 150", "Article 150")},
		Remedy:  fault.T("Kiểm tra lại số phiếu; phiếu của người rời cuộc họp hoặc không biểu quyết: ghi ở abstain, hoặc ghi out_of.", "Check the votes; those of people who left or did not vote: state them under abstain, or state out_of."),
	}, {
		Code: "majority", Severity: fault.Warning, document: checkMajority,
		About:   fault.T("Nghị quyết của Đại hội đồng cổ đông được thông qua với trên 50% số phiếu; với từ 65% về cổ phần, ngành nghề, cơ cấu quản lý, dự án và tài sản từ 35%, tổ chức lại, giải thể", "A resolution of shareholders passes with more than 50% of the votes; with 65% on shares, business lines, management structure, projects and assets from 35%, reorganisation, dissolution"),
		Sources: []Source{enterprises("Điều 148 (theo bản tóm tắt; Điều lệ có thể quy định khác)", "Article 148 (from a summary; the charter may ask for more)")},
		Remedy:  fault.T("Kiểm tra lại kết quả và Điều lệ công ty trước khi ghi là được thông qua.", "Check the result and the charter before it is said to have passed."),
	}}
}

// shareholdersVote reports whether the votes of a document are those of shareholders: its
// shares are of something else than the votes cast.
func shareholdersVote(d meeting.Document) bool {
	return d.Template == meeting.ShareholdersMinutes
}

// checkAttending finds matters on which not all votes that attend were cast, or where nobody
// can tell what the shares are of.
func checkAttending(c *checker, d meeting.Document) {
	if !shareholdersVote(d) {
		return
	}
	for i, v := range d.Meeting.Votes {
		path := fmt.Sprintf("Votes[%d]", i)
		total, base := v.Total(), v.Base()
		switch {
		case base == nil && v.For != nil:
			c.atField(d.Template, path, fault.T("Không rõ tổng số phiếu của cổ đông dự họp, nên không in tỷ lệ.", "The votes of the shareholders attending are not known, so no share is printed."),
				fault.T("Ghi attendance: capital: represented: … (số cổ phần dự họp), hoặc out_of: … ở vấn đề này.", "State attendance: capital: represented: … (shares attending), or out_of: … here."))
		case v.OutOf == nil && total != nil && base != nil && *total < *base:
			c.atField(d.Template, path, fault.T("Tổng số phiếu %s, thiếu %s so với %s phiếu của cổ đông dự họp. Tỷ lệ được tính trên số phiếu dự họp.", "%s votes in all, %s less than the %s of the shareholders attending. The shares are of those attending.",
				viet.FormatInt(*total), viet.FormatInt(*base-*total), viet.FormatInt(*base)), fault.Text{})
		}
	}
}

// Shares of votes that a resolution of shareholders needs, in percent.
const (
	ordinaryMajority = 50 // more than it
	specialMajority  = 65
)

// specialMatters are words of the matters that need the special majority: Luật Doanh nghiệp
// 2020, Điều 148 khoản 1.
var specialMatters = []string{
	"loại cổ phần", "chào bán cổ phần", "phát hành cổ phiếu", "phát hành thêm", "tăng vốn điều lệ", "giảm vốn điều lệ", "ngành, nghề", "ngành nghề", "lĩnh vực kinh doanh",
	"cơ cấu tổ chức", "mô hình quản lý", "dự án đầu tư", "bán tài sản", "35%", "tổ chức lại", "chia công ty", "tách công ty", "hợp nhất", "sáp nhập", "chuyển đổi công ty", "chuyển đổi loại hình", "giải thể",
}

// checkMajority finds matters that fewer votes were for than a resolution needs.
func checkMajority(c *checker, d meeting.Document) {
	if !shareholdersVote(d) {
		return
	}
	for i, v := range d.Meeting.Votes {
		base, matter := v.Base(), viet.Lower(v.Matter)
		if base == nil || v.For == nil || *base <= 0 || *v.For > *base || strings.HasPrefix(matter, "bầu ") {
			continue // shareholders elect by other votes
		}
		n, of := exact.NewFromInt(int64(*v.For)).Shift(2), exact.NewFromInt(int64(*base))
		if n.GreaterThanOrEqual(of.Mul(exact.NewFromInt(specialMajority))) {
			continue
		}
		path := fmt.Sprintf("Votes[%d].For", i)
		share := viet.Share(exact.NewFromInt(int64(*v.For)), of, 1)
		switch {
		case n.LessThanOrEqual(of.Mul(exact.NewFromInt(ordinaryMajority))):
			c.atField(d.Template, path, fault.T("Tán thành %s, không quá 50%%: nghị quyết không được thông qua.", "%s are for it, not more than 50%%: the resolution does not pass.", share), fault.Text{})
		case special(matter):
			c.atField(d.Template, path, fault.T("Tán thành %s, dưới 65%% mà vấn đề này cần.", "%s are for it, less than the 65%% that this matter needs.", share), fault.Text{})
		default:
			c.atField(d.Template, path, fault.T("Tán thành %s, dưới 65%%: không đủ nếu vấn đề thuộc khoản 1 Điều 148 hoặc Điều lệ yêu cầu.", "%s are for it, less than 65%%: too few where Article 148.1 or the charter asks for that.", share), fault.Text{})
		}
	}
}

func special(matter string) bool {
	for _, w := range specialMatters {
		if strings.Contains(matter, w) {
			return true
		}
	}
	return false
}
