package indicator

import (
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/bienban/bienban/render/internal/viet"
)

func intDecimal(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }

// counted are units of things that are counted one by one, so that a whole number of them
// is no rounded one.
var counted = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for u := range strings.SplitSeq("người,nhân khẩu,khẩu,hộ,hộ gia đình,lao động,học sinh,trẻ em,đảng viên,đoàn viên,hội viên,cán bộ,đại biểu,hộ nghèo,"+
		"nhiệm vụ,chỉ tiêu,hồ sơ,văn bản,vụ,vụ việc,đơn,đơn thư,cuộc,buổi,lượt,lượt người,phiếu,ý kiến,việc làm,"+
		"xã,phường,thôn,tổ,tổ dân phố,trường,lớp,trạm,cơ sở,doanh nghiệp,hợp tác xã,trang trại,dự án,công trình,nhà,căn,cái,chiếc,con,cây,cổ phần,giải,mô hình,sản phẩm", ",") {
		m[u] = true
	}
	return m
})

// countable reports whether a unit is one of things that are counted.
func countable(unit string) bool { return counted()[viet.Lower(strings.TrimSpace(unit))] }

// ofHundred reports whether figures of a unit are percentages, which are compared by their
// difference, in points, and not by percentages of percentages.
func ofHundred(unit string) bool {
	return strings.Contains(unit, "%") || viet.Lower(unit) == "phần trăm"
}

// rate reports whether figures of a unit, or of an indicator with a name, are no amounts:
// a part may be more than the whole, and they cannot be added up.
func rate(unit, name string) bool {
	u, n := viet.Lower(unit), viet.Lower(name)
	if u == "" || strings.ContainsAny(u, "%/‰°") {
		return true
	}
	for _, w := range []string{"lần", "điểm", "năm", "tuổi", "độ", "mm"} {
		if u == w {
			return true
		}
	}
	for _, w := range []string{"bình quân", "tỷ lệ", "tỉ lệ", "tốc độ", "năng suất", "chỉ số", "hệ số", "mật độ", "giá bán", "đơn giá", "tuổi thọ", "trung bình"} {
		if strings.Contains(n, w) {
			return true
		}
	}
	return false
}
