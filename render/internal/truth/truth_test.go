package truth_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/internal/truth"
	"github.com/bienban/bienban/render/meeting"
	"github.com/bienban/bienban/samples"
)

func parse(t testing.TB, yaml string) []*meeting.Meeting {
	t.Helper()
	ms, faults := meeting.Parse("m.yaml", []byte(yaml), limit.Limits{})
	if faults.Failed() {
		t.Fatalf("%v\n%s", faults, yaml)
	}
	return ms
}

// find is what the prose of a file contradicts.
func find(t testing.TB, yaml string) fault.List {
	t.Helper()
	var all fault.List
	for _, m := range parse(t, yaml) {
		all = append(all, truth.Prose(m, truth.Facts(m))...)
	}
	return all
}

// places are the lines and columns of faults.
func places(l fault.List) string {
	var all []string
	for _, f := range l {
		all = append(all, fmt.Sprintf("%d:%d", f.Line, f.Column))
	}
	return strings.Join(all, " ")
}

func TestSamplesAreTrue(t *testing.T) {
	names, err := fs.Glob(samples.FS, "*.yaml")
	if err != nil || len(names) < 6 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range find(t, string(data)) {
			t.Errorf("%s: %v", name, f)
		}
	}
}

// tables are the figures that the sentences of the tests are held against.
const tables = `title: Hội nghị Ban Chấp hành Đảng bộ huyện Mẫu lần thứ 15
start: 2023-11-15 08:00
attendance:
  summoned: 40
  present: 38
  groups:
    - name: Đại biểu mời
      count: 3
votes:
  - matter: Thông qua phương án sửa chữa đường liên thôn Đông - Đoài
    for: 36
    against: 1
    abstain: 1
indicators:
  - id: kinh-te
    title: Một số chỉ tiêu chủ yếu
    rows:
      - name: Giá trị sản xuất công nghiệp
        as_of: 2023-11-10
        unit: tỷ đồng
        plan: 2.547
        actual: 2.351
        previous: 2.158
        percent_of_plan: 92,3%
        growth: 8,94
      - name: Tổng thu ngân sách Nhà nước trên địa bàn
        unit: tỷ đồng
        actual: trên 56,3
        percent_of_plan: 121,5%
        rows:
          - name: Thu nội địa
            unit: tỷ đồng
            plan: 40
            actual: 48,2
      - name: Tổng sản phẩm trên địa bàn (GRDP)
        unit: "%"
        plan: 6,6-6,8
        growth: 7,1
      - name: Sản lượng lương thực có hạt
        unit: tấn
        plan: 42.000
        actual: 40.150
        previous: 39.800
      - name: Tỷ lệ hộ nghèo đa chiều
        unit: "%"
        plan: 4,5
        actual: 4,2
        previous: 5,1
      - name: Nhiệm vụ trọng tâm đạt mức hoàn thành xuất sắc
        unit: nhiệm vụ
        actual: 13/18
      - name: Kết nạp đảng viên
        unit: đảng viên
        plan: 120
        actual: 98
      - name: Thu nhập bình quân đầu người
        unit: triệu đồng/người
        actual: 52,4
        plan: 50
      - name: Diện tích trồng rừng mới
        unit: ha
        plan: 300
        actual: 312,5
        previous: 290
`

func withText(text string) string {
	return tables + "sections:\n  - text: |\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
}

// honest are sentences that contradict nothing.
var honest = []string{
	"Giá trị sản xuất công nghiệp đến ngày 10/11/2023 đạt 2.351 tỷ đồng, đạt 92,3% kế hoạch.",
	"Giá trị sản xuất công nghiệp đạt 2,35 nghìn tỷ đồng, tăng 8,9% so với cùng kỳ.",
	"Giá trị sản xuất công nghiệp ước đạt 2.351.000 triệu đồng, bằng 92% kế hoạch năm và tăng gần 9% so với cùng kỳ năm trước.",
	"Giá trị sản xuất công nghiệp tháng 8 đạt 212 tỷ đồng, tăng 3,1% so với tháng trước.",
	"Trong tháng 10, giá trị sản xuất công nghiệp đạt 220 tỷ đồng.",
	"Năm 2022, giá trị sản xuất công nghiệp đạt 2.410 tỷ đồng.",
	"Giá trị sản xuất công nghiệp quý III đạt 655 tỷ đồng; quý II đạt 610 tỷ đồng.",
	"Phấn đấu năm 2024 giá trị sản xuất công nghiệp đạt 2.800 tỷ đồng, tăng 10% so với năm 2023.",
	"Mục tiêu đến năm 2025: giá trị sản xuất công nghiệp đạt 3.200 tỷ đồng; tổng thu ngân sách đạt 80 tỷ đồng.",
	"Giá trị sản xuất công nghiệp của doanh nghiệp FDI đạt 1.200 tỷ đồng.",
	"Giá trị sản xuất công nghiệp ngoài quốc doanh đạt 1.900 tỷ đồng, tăng 12,4%.",
	"Giá trị sản xuất công nghiệp, trong đó công nghiệp chế biến đạt 1.500 tỷ đồng, bằng 95% kế hoạch.",
	"Tỷ trọng giá trị sản xuất công nghiệp chiếm 41,5% tổng giá trị sản xuất.",
	"Tốc độ tăng giá trị sản xuất công nghiệp đạt 8,94%.",
	"Giá trị sản xuất công nghiệp bình quân mỗi tháng đạt 235 tỷ đồng.",
	"Giá trị sản xuất công nghiệp tăng thêm 250 tỷ đồng nhờ 3 dự án mới.",
	"Giá trị sản xuất công nghiệp tăng 193 tỷ đồng so với cùng kỳ.",
	"Giá trị sản xuất công nghiệp (kế hoạch 2.547 tỷ đồng) đạt 2.351 tỷ đồng.",
	"Cùng kỳ, giá trị sản xuất công nghiệp đạt 2.158 tỷ đồng.",
	"Kế hoạch giá trị sản xuất công nghiệp là 2.547 tỷ đồng.",
	"Giá trị sản xuất công nghiệp toàn huyện đạt 2.351 tỷ đồng; của tỉnh đạt 45.000 tỷ đồng.",
	"Giá trị sản xuất công nghiệp xã Lâm Mẫu đạt 120 tỷ đồng.",
	"Giá trị sản xuất công nghiệp tăng 8,95% so với cùng kỳ.",
	"Giá trị sản xuất công nghiệp vẫn còn thấp hơn kế hoạch 196 tỷ đồng.",
	"Giá trị sản xuất công nghiệp bằng 108,9% so với cùng kỳ năm 2022.",
	"Giá trị sản xuất công nghiệp tăng 12% so với cùng kỳ năm 2019.",
	"Giá trị sản xuất công nghiệp đạt trên 2.300 tỷ đồng, gần 2.400 tỷ đồng.",
	"Có 2.351 tỷ đồng giá trị sản xuất công nghiệp, bằng 92,3% kế hoạch.",
	"Tổng thu ngân sách trên địa bàn đạt 56,31 tỷ đồng, vượt 21,5% dự toán.",
	"Tổng thu ngân sách nhà nước trên địa bàn huyện đạt hơn 56 tỷ đồng, trong đó thu nội địa 48,2 tỷ đồng, bằng 120,5% dự toán.",
	"Tổng thu ngân sách đạt trên 56,3 tỷ đồng, trong đó thu nội địa là 48,2 tỷ đồng, đạt 121,5% dự toán.",
	"Tổng thu ngân sách (trong đó thu nội địa 48,2 tỷ đồng) đạt 121,5% dự toán.",
	"Tổng chi ngân sách đạt 412 tỷ đồng, bằng 71% dự toán.",
	"Tổng thu ngân sách xã đạt 3,2 tỷ đồng.",
	"Thu ngân sách từ đất đạt 12 tỷ đồng, chiếm 21,3% tổng thu ngân sách Nhà nước trên địa bàn.",
	"Trong tổng thu ngân sách Nhà nước trên địa bàn, thu từ doanh nghiệp là 9 tỷ đồng.",
	"Thu nội địa và tổng thu ngân sách Nhà nước trên địa bàn đạt 48,2 tỷ đồng và 56,3 tỷ đồng.",
	"Tổng thu NSNN trên địa bàn đạt 56,3 tỷ đồng; chi thường xuyên 210 tỷ đồng.",
	"Tổng sản phẩm trên địa bàn (GRDP) tăng 7,1%, vượt mục tiêu 6,6-6,8%.",
	"GRDP năm 2024 dự kiến tăng 7,5 - 8%.",
	"Sản lượng lương thực có hạt đạt 40,15 nghìn tấn, bằng 95,6% kế hoạch, tăng 0,88% so với cùng kỳ.",
	"Sản lượng lương thực có hạt vụ xuân đạt 18.200 tấn.",
	"Sản lượng lương thực có hạt tăng 350 tấn so với cùng kỳ, năng suất lúa đạt 52,3 tạ/ha.",
	"Bình quân lương thực có hạt đạt 480 kg/người.",
	"Tỷ lệ hộ nghèo đa chiều giảm 0,9% so với cùng kỳ, còn 4,2%.",
	"Tỷ lệ hộ nghèo đa chiều giảm từ 5,1% xuống còn 4,2%.",
	"Tỷ lệ hộ nghèo đa chiều giảm 0,9 điểm phần trăm so với cùng kỳ.",
	"Tỷ lệ hộ nghèo đa chiều ở các xã vùng III còn 11,8%.",
	"Tỷ lệ hộ nghèo đa chiều bình quân mỗi năm giảm 1,5%.",
	"Đến năm 2025, tỷ lệ hộ nghèo đa chiều còn dưới 3%.",
	"Kết quả có 13/18 nhiệm vụ trọng tâm đạt mức hoàn thành xuất sắc (72,2%).",
	"Có 5/18 nhiệm vụ hoàn thành tốt, chiếm 27,8%.",
	"Kết nạp 98 đảng viên, đạt 81,7% chỉ tiêu năm.",
	"Kết nạp đảng viên đạt 98/120 đảng viên (81,67%).",
	"Đảng bộ xã Lâm Mẫu kết nạp 12/10 đảng viên, đạt 120% kế hoạch.",
	"Thu nhập bình quân đầu người đạt 52,4 triệu đồng/người, vượt kế hoạch 4,8%.",
	"Thu nhập bình quân đầu người đạt 52,4 triệu đồng/người/năm.",
	"Trồng rừng mới 312,5 ha, đạt 104% kế hoạch.",
	"Diện tích trồng rừng mới đạt 312,5 ha, bằng 104,2% KH, trong đó rừng sản xuất 250 ha.",
	"Diện tích trồng rừng mới tăng 22,5 ha so với cùng kỳ, vượt 12,5 ha so với kế hoạch.",
	"Diện tích trồng rừng mới đạt 3,125 km2.",
	"Diện tích trồng rừng mới của xã Lâm Mẫu là 45 ha, đạt 112,5% kế hoạch.",
	"Nghị quyết 77-NQ/TU, Nghị định số 12/2020/NĐ-CP, Quyết định 13/QĐ-UBND, ngày 30/4, đường 3/2, trực 24/7.",
	"Ngày 5/9 các trường khai giảng; 20/11 trường tổ chức lễ kỷ niệm; tháng 9/2026 có 2 hội nghị.",
	"Lưu lượng 1,5 m3/s, thu nhập 5 triệu đồng/tháng, tỷ lệ 1/500.",
	"Hội nghị có mặt 38/40 đại biểu (95%).",
	"Tham dự hội nghị có 38 đại biểu, vắng 2 đại biểu.",
	"Dự hội nghị có 3 đại biểu mời.",
	"Trong quý đã tổ chức 12 hội nghị với 1.250 đại biểu tham dự.",
	"Hội nghị lần trước có 35/40 đại biểu tham dự.",
	"Lớp tập huấn có 60 đại biểu tham dự.",
	"Hội nghị thông qua phương án sửa chữa đường liên thôn Đông - Đoài với 36/38 phiếu tán thành (94,7%), 1 phiếu không tán thành và 1 phiếu không có ý kiến.",
	"100% đại biểu nhất trí thông qua chương trình làm việc.",
	"Đồng chí được 35/38 phiếu bầu, đạt 92,1%.",
	"Có 94,7% đại biểu tán thành.",
	"Tổng số 45 hồ sơ, gồm 30 hồ sơ đất đai và 15 hồ sơ hộ tịch.",
	"Tổng số 45 hồ sơ, trong đó 30 hồ sơ đất đai và 12 hồ sơ hộ tịch.",
	"Tổng số 45 hồ sơ, gồm nhiều loại: 30 hồ sơ đất đai, còn lại là loại khác.",
	"11/12 chi bộ tổ chức sinh hoạt chuyên đề, đạt 95% số đảng viên tham gia.",
	"Giao Phòng Kinh tế giải pháp để giá trị sản xuất công nghiệp đạt 2.547 tỷ đồng.",
	"Các đơn vị tập trung trồng rừng, bảo đảm diện tích trồng rừng mới đạt 320 ha.",
	"Trong 10 tháng, giá trị sản xuất công nghiệp đạt 2.120 tỷ đồng.",
	"Chi phí giá trị sản xuất công nghiệp 100 tỷ đồng là chưa hợp lý.",
	"Dự án có vốn 300 tỷ đồng, giá trị sản xuất công nghiệp tăng thêm khi hoàn thành.",
	"Phấn đấu các chỉ tiêu sau:\n\n- Giá trị sản xuất công nghiệp đạt 2.900 tỷ đồng;\n- Tổng thu ngân sách đạt 70 tỷ đồng.",
	"Giá trị sản xuất công nghiệp không đạt 2.547 tỷ đồng như kế hoạch.",
	"Tổng thu ngân sách nhà nước trên địa bàn đạt 56,3 tỷ đồng, đạt 121,5% dự toán, bằng 135% dự toán tỉnh giao, 110% dự toán HĐND huyện giao.",
	"Giá trị sản xuất công nghiệp tăng 8,94% (cùng kỳ tăng 5,2%; kế hoạch tăng 9%).",
	"Giá trị sản xuất công nghiệp tăng 3,1% (so với tháng trước).",
	"Giá trị sản xuất công nghiệp tăng 193 tỷ đồng (8,94%) so với cùng kỳ.",
	"Giá trị sản xuất công nghiệp đạt 2.351 tỷ đồng (45% là công nghiệp chế biến).",
	"Giá trị sản xuất công nghiệp đạt 2.351 tỷ đồng, so với đầu năm tăng 3%.",
	"Giá trị sản xuất công nghiệp đạt 2.600 tỷ đồng trước 31/12/2023.",
	"Sản lượng lương thực có hạt đạt 40.150 tấn (trong đó: thóc 35.000 tấn, ngô 5.150 tấn), đạt 95,6% KH.",
	"Diện tích trồng rừng mới tăng 22,5 ha, tương ứng 7,8%.",
	"Nghị quyết Đại hội đề ra: thu nhập bình quân đầu người đạt 60 triệu đồng/người; tỷ lệ hộ nghèo đa chiều còn 2%.",
	"Nghị quyết HĐND huyện xác định giá trị sản xuất công nghiệp đạt 2.900 tỷ đồng.",
	"Xã Lâm Mẫu là xã điểm. Giá trị sản xuất công nghiệp đạt 120 tỷ đồng.",
	"Có 12/18 chỉ tiêu đạt trên 75% kế hoạch, 2/18 chỉ tiêu đạt 100%.",
	"Có 12/18 thôn đạt chuẩn, đạt 100% kế hoạch năm.",
	"Tham dự hội nghị có 12 đồng chí Ủy viên Ban Thường vụ.",
	"Hội nghị cán bộ, công chức có 45 đại biểu dự.",
	"Hội nghị thông qua chương trình làm việc với 38/38 phiếu tán thành.",
	"Có mặt 38 đại biểu, vắng 1 đại biểu có lý do, 1 đại biểu không có lý do.",
	"Tổng số 45 hồ sơ, gồm 30 hồ sơ đất đai và 15 hồ sơ hộ tịch, đã giải quyết 40 hồ sơ.",
	"Tỷ lệ hộ nghèo đa chiều còn 4,2% (giảm 0,9%), hộ cận nghèo còn 3,1%.",
	"Dự kiến kết nạp 120 đảng viên; sẽ kết nạp thêm 22 đảng viên.",
	"Giá trị sản xuất công nghiệp tháng 10 ước đạt 210 tỷ đồng, lũy kế 10 tháng ước đạt 2.210 tỷ đồng, bằng 86,8% kế hoạch.",
	"Kết quả thực hiện kế hoạch:\n\n- Giá trị sản xuất công nghiệp: 2.351 tỷ đồng.\n- Thu nội địa: 48,2 tỷ đồng.",
	"Giá trị sản xuất công nghiệp đứng thứ 3 toàn tỉnh, tăng 2 bậc so với cùng kỳ.",
	"Giá trị sản xuất công nghiệp đạt 2.351 tỷ đồng, cao nhất trong 5 năm qua, tăng bình quân 7,2%/năm.",
	"Giá trị sản xuất công nghiệp tăng từ 2.158 tỷ đồng lên 2.351 tỷ đồng.",
	"Giá trị sản xuất công nghiệp tăng 8,94%, cao hơn mức tăng 5,2% của cùng kỳ.",
	"Giá trị sản xuất công nghiệp tăng 8,94%, cao hơn 1,2 điểm phần trăm so với bình quân chung của tỉnh.",
	"Giá trị sản xuất công nghiệp tăng 8,94%, dịch vụ tăng 9,1%, nông nghiệp tăng 3,3%.",
	"Giá trị sản xuất công nghiệp và xây dựng đạt 3.100 tỷ đồng.",
	"Giá trị sản xuất công nghiệp - xây dựng đạt 3.100 tỷ đồng.",
	"Giá trị sản xuất công nghiệp khai khoáng 420 tỷ đồng; chế biến, chế tạo 1.560 tỷ đồng.",
	"Chỉ số sản xuất công nghiệp tăng 6,2% so với cùng kỳ.",
	"Giá trị tăng thêm của ngành đạt 820 tỷ đồng; giá trị sản xuất công nghiệp theo giá hiện hành đạt 2.351 tỷ đồng.",
	"Giá trị sản xuất công nghiệp đạt 80 - 85% kế hoạch; phấn đấu cả năm đạt 100%.",
	"Giá trị sản xuất công nghiệp 6 tháng đầu năm đạt 1.102 tỷ đồng, 6 tháng cuối năm phấn đấu đạt 1.445 tỷ đồng.",
	"Giá trị sản xuất công nghiệp ước cả năm đạt 2.600 tỷ đồng, vượt 2,1% kế hoạch.",
	"Giá trị sản xuất công nghiệp của 5 doanh nghiệp lớn chiếm 60%, tương đương 1.410 tỷ đồng.",
	"Giá trị sản xuất công nghiệp đạt 2.351 tỷ đồng, 3 doanh nghiệp chiếm 1.410 tỷ đồng.",
	"Giá trị sản xuất công nghiệp chiếm 45,2% trong tổng giá trị sản xuất.",
	"Giá trị sản xuất công nghiệp đạt hơn hai nghìn ba trăm tỷ đồng.",
	"Giá trị sản xuất công nghiệp thiệt hại do bão là 12 tỷ đồng.",
	"Thu nội địa tháng 11 đạt 3,1 tỷ đồng; thu nội địa từ đầu năm đạt 48,2 tỷ đồng.",
	"Thu nội địa (không kể tiền đất) đạt 30,1 tỷ đồng.",
	"Thu nội địa trừ tiền sử dụng đất đạt 30,1 tỷ đồng.",
	"Thu nội địa sau điều chỉnh đạt 45 tỷ đồng.",
	"Thu nội địa còn phải thu 4,2 tỷ đồng.",
	"Thu nội địa còn nợ đọng 4,2 tỷ đồng.",
	"Thu nội địa tăng thu 8,2 tỷ đồng so với dự toán.",
	"Tổng thu ngân sách đạt 121,5% dự toán, tăng thu 10 tỷ đồng.",
	"Tổng thu ngân sách cả nước đạt 1,5 triệu tỷ đồng.",
	"Tổng thu ngân sách các xã đạt 18 tỷ đồng; tổng thu ngân sách tỉnh đạt 7.800 tỷ đồng.",
	"Tổng thu ngân sách nhà nước trên địa bàn tỉnh đạt 7.800 tỷ đồng.",
	"Xã Lâm Mẫu có tổng thu ngân sách đạt 3,2 tỷ đồng, tỷ lệ hộ nghèo đa chiều còn 6,1%.",
	"Tại thôn Đông, tỷ lệ hộ nghèo đa chiều là 1,2%.",
	"Tỷ lệ hộ nghèo đa chiều năm 2021 là 7,8%, năm 2022 là 5,9%.",
	"Tỷ lệ hộ nghèo đa chiều từ 7,8% năm 2021 giảm còn 4,2% năm 2023.",
	"Tỷ lệ hộ nghèo đa chiều của đồng bào dân tộc thiểu số là 9,5%.",
	"Tỷ lệ hộ nghèo đa chiều theo chuẩn mới là 6,4%.",
	"Có 2 xã có tỷ lệ hộ nghèo đa chiều trên 10%.",
	"Diện tích trồng rừng mới theo dự án là 120 ha; trồng phân tán 40 ha.",
	"Diện tích trồng rừng mới bị cháy 2,5 ha.",
	"Trong đó, diện tích trồng rừng mới bằng keo lai 200 ha.",
	"Kết nạp 15 đảng viên là học sinh, sinh viên.",
	"Kết nạp 5 đảng viên người có đạo; 12 đảng viên là đoàn viên.",
	"Trong tháng kết nạp 9 đảng viên.",
	"Chi bộ Trường học kết nạp 2 đảng viên, đạt 100% kế hoạch.",
	"Đã kết nạp 98 đảng viên (nữ 45 đảng viên), vượt 3 đảng viên so với cùng kỳ.",
	"Thu nhập bình quân đầu người của nông thôn đạt 45 triệu đồng/người.",
	"Sản lượng lương thực có hạt bình quân đầu người đạt 480 kg.",
	"Sản lượng lương thực có hạt: lúa 30.000 tấn, ngô 10.150 tấn.",
	"Ban Chỉ đạo họp ngày 12/10; đoàn kiểm tra 5/7 xã vào tháng 9.",
	"Xây dựng 3/5 km đường, đạt 60%; còn 2/5 km chưa thi công.",
	"Tiếp 45 lượt công dân; giải quyết 38/40 đơn (95%).",
	"Đã giải quyết 30/40 hồ sơ, đạt 80% số hồ sơ đủ điều kiện.",
	"Có 20/25 xã đạt chuẩn, trong đó 5/20 xã nâng cao (25%).",
	"15/20 thôn hoàn thành; tỷ lệ hộ dùng nước sạch 88%.",
	"Đạt 5/5 tiêu chí; 19/19 tiêu chí nông thôn mới (100%).",
	"Có 7/12 đơn vị vượt kế hoạch từ 10% trở lên.",
	"Điểm trung bình 8,5/10 điểm, xếp thứ 3/11 huyện.",
	"Xếp hạng 12/11 sau khi bổ sung.",
	"Hội nghị có 38 đại biểu tham dự, đạt 95%.",
	"Về dự hội nghị có 38/40 đại biểu được triệu tập; đồng chí Bí thư chủ trì.",
	"Kỳ họp thứ 5 có 25/27 đại biểu HĐND tham dự.",
	"Đại hội chi bộ có 25/30 đảng viên dự.",
	"Các hội nghị có 40 đại biểu dự đều đạt kết quả.",
	"Hội nghị biểu quyết với tỷ lệ tán thành 94,7%.",
	"Có 1 đại biểu không tán thành, 1 đại biểu không có ý kiến.",
	"Có 20/25 hộ dân đồng ý bàn giao mặt bằng (80%).",
	"100% hộ dân nhất trí hiến đất; 95% cử tri tán thành.",
	"Thu nội địa đạt 48,2 tỷ đồng, chiếm tỷ lệ 85,6% trong tổng thu ngân sách Nhà nước trên địa bàn.",
	"Thu nội địa đạt 85,6% tổng thu ngân sách Nhà nước trên địa bàn.",
	"Tổng thu ngân sách đạt 121,5% dự toán, tăng 12,3% so với dự toán đầu năm.",
	"Diện tích trồng rừng mới đạt 98% kế hoạch trồng rừng phòng hộ, 87% kế hoạch vốn phân bổ.",
	"Diện tích trồng rừng mới đạt 35% kế hoạch nhiệm kỳ; đạt 92% nghị quyết đại hội.",
	"Sản lượng lương thực có hạt bằng 99% so với trung bình nhiều năm.",
	"Sản lượng lương thực có hạt tăng 1,2% so với cùng kỳ các năm trước.",
	"Giá trị sản xuất công nghiệp bình quân 5 năm tăng 9,5%/năm, gấp 1,6 lần so với đầu nhiệm kỳ.",
	"Giá trị sản xuất công nghiệp gấp 1,09 lần cùng kỳ.",
	"Theo Nghị quyết số 05/NQ-HĐND ngày 20/12/2022, giá trị sản xuất công nghiệp năm 2023 là 2.547 tỷ đồng.",
	"Thu nhập bình quân đầu người từ 45 triệu đồng/người lên 52,4 triệu đồng/người.",
	"Số tiền vận động ủng hộ là 52,4 triệu đồng, bằng 105% chỉ tiêu.",
	"Lượng mưa đạt 1.250 mm; mực nước hồ 12,5/15 m, đạt 83,3%.",
	"Tỷ lệ đúng hạn 98,5% (1.198/1.216 hồ sơ).",
	"Hồ sơ trực tuyến đạt 82,9% (2.871/3.462 hồ sơ).",
	"Nếu thuận lợi, giá trị sản xuất công nghiệp đạt 2.600 tỷ đồng.",
}

func TestHonestSentences(t *testing.T) {
	for _, s := range honest {
		for _, f := range find(t, withText(s)) {
			t.Errorf("%s\n\t%v", s, f)
		}
	}
}

// slips are sentences that contradict the tables, with what is told at.
var slips = []struct{ text, at string }{
	{"Giá trị sản xuất công nghiệp đến ngày 10/11/2023 đạt 2.531 tỷ đồng.", "2.531"},
	{"Giá trị sản xuất công nghiệp đạt\u00a02.531\u00a0tỷ\u00a0đồng.", "2.531"},
	{norm.NFD.String("Giá trị sản xuất công nghiệp đạt ") + "2.531 tỷ đồng.", "2.531"},
	{"Thu nội địa 10 tháng ước 38 tỷ đồng; tính đến nay, thu nội địa đạt 42,8 tỷ đồng.", "42,8"},
	{"GTSX công nghiệp đạt 2.531 tỷ đồng.", "2.531"},
	{"Tổng thu NSNN trên địa bàn đạt 65,3 tỷ đồng.", "65,3"},
	{"Giá trị sản xuất công nghiệp\nđạt\n2.531 tỷ đồng.", "2.531"},
	{"GIÁ TRỊ SẢN XUẤT CÔNG NGHIỆP: 2.531 tỷ đồng.", "2.531"},
	{"Giá trị sản xuất công nghiệp đạt **2,53 nghìn tỷ đồng**.", "2,53"},
	{"Giá trị sản xuất công nghiệp đạt 2.351 tỷ đồng, đạt 93,2% kế hoạch.", "93,2"},
	{"Giá trị sản xuất công nghiệp đạt 2.351 tỷ đồng; bằng 93,2% kế hoạch.", "93,2"},
	{"Giá trị sản xuất công nghiệp giảm 8,94% so với cùng kỳ.", "8,94"},
	{"So với cùng kỳ, giá trị sản xuất công nghiệp tăng 9,8%.", "9,8"},
	{"Giá trị sản xuất công nghiệp bằng 118,9% so với cùng kỳ.", "118,9"},
	{"Giá trị sản xuất công nghiệp đạt 2.351/2.547 tỷ đồng (93,2%).", "93,2"},
	{"Kế hoạch giá trị sản xuất công nghiệp là 2.574 tỷ đồng.", "2.574"},
	{"Giá trị sản xuất công nghiệp cùng kỳ đạt 2.258 tỷ đồng.", "2.258"},
	{"Tổng thu ngân sách đạt trên 65,3 tỷ đồng.", "65,3"},
	{"Huyện đạt 2.531 tỷ đồng giá trị sản xuất công nghiệp.", "2.531"},
	{"GRDP tăng 7,9%.", "7,9"},
	{"Tỷ lệ hộ nghèo đa chiều còn 4,7%.", "4,7"},
	{"Tỷ lệ hộ nghèo đa chiều giảm 1,9 điểm phần trăm so với cùng kỳ.", "1,9"},
	{"Có 14/18 nhiệm vụ trọng tâm đạt mức hoàn thành xuất sắc.", "14/18"},
	{"Có 13/18 nhiệm vụ hoàn thành, đạt 77,2%.", "77,2"},
	{"Có 21/18 nhiệm vụ hoàn thành.", "21/18"},
	{"Kết nạp 89 đảng viên.", "89"},
	{"Diện tích trồng rừng mới đạt 315,2 ha, trong đó rừng sản xuất 250 ha.", "315,2"},
	{"Hội nghị có mặt 37/40 đại biểu.", "37/40"},
	{"Tham dự hội nghị có 36 đại biểu.", "36"},
	{"Hội nghị thông qua với 35/38 phiếu tán thành.", "35/38"},
	{"100% đại biểu nhất trí thông qua phương án sửa chữa đường liên thôn Đông - Đoài.", "100"},
	{"Tổng số 45 hồ sơ, gồm 30 hồ sơ đất đai và 12 hồ sơ hộ tịch.", "45"},
	{"Thu nội địa: kế hoạch giao 40 tỷ đồng; thực hiện 42,8 tỷ đồng; đạt 120,5%.", "42,8"},
	{"Thu nội địa: kế hoạch giao 45 tỷ đồng; thực hiện 48,2 tỷ đồng.", "45"},
	{"Thu nội địa đạt 48,2 tỷ đồng. So với dự toán, đạt 102,5%.", "102,5"},
	{"Thu nội địa đạt 48,2 tỷ đồng. Con số này bằng 102,5% dự toán.", "102,5"},
	{"Thu nội địa vượt 10,5% dự toán.", "10,5"},
	{"Thu nội địa vượt dự toán 10,5%.", "10,5"},
	{"Thu nội địa vượt 9,9 tỷ đồng so với dự toán.", "9,9"},
	{"Tỷ lệ hộ nghèo đa chiều giảm xuống còn 3,2%.", "3,2"},
	{"Tỷ lệ hộ nghèo đa chiều đã giảm còn 3,2% (kế hoạch 4,5%).", "3,2"},
	{"Đảng bộ đã kết nạp được 89 đảng viên mới.", "89"},
	{"Toàn huyện có 12/18 nhiệm vụ hoàn thành, chiếm 76,7%.", "76,7"},
	{"Kết quả biểu quyết: 35/38 phiếu tán thành (92,1%).", "35/38"},
	{"Biểu quyết: tán thành 35 phiếu, không tán thành 1 phiếu, không có ý kiến 1 phiếu.", "35"},
	{"Có mặt: 36/40 đại biểu.", "36/40"},
	{"Số đại biểu được triệu tập: 42; có mặt: 38.", "42"},
	{"Diện tích trồng rừng mới: 315,2 ha/300 ha kế hoạch.", "315,2"},
	{"Diện tích trồng rừng mới đạt\n315,2 ha, tăng 22,5 ha so với cùng kỳ năm 2022.", "315,2"},
	{"Trong năm 2023, thu nội địa đạt 42,8 tỷ đồng.", "42,8"},
	{"Tổng thu ngân sách hoà chung cả nước.\n\n1. Sản lượng lương thực có hạt đạt 41.150 tấn.", "41.150"},
}

func TestSlips(t *testing.T) {
	for _, s := range slips {
		yaml := withText(s.text)
		at := strings.LastIndex(yaml, s.at)
		line := strings.Count(yaml[:at], "\n") + 1
		want := fmt.Sprintf("%d:%d", line, len([]rune(yaml[strings.LastIndexByte(yaml[:at], '\n')+1:at]))+1)
		got := find(t, yaml)
		if places(got) != want {
			t.Errorf("%s: told at %q, not %s\n%v", s.text, places(got), want, got)
		}
		for _, f := range got {
			if f.Severity != fault.Warning || f.Code != "contradiction" || f.Message.Vi == "" || f.Message.En == "" || f.Hint.Vi == "" {
				t.Errorf("%s: %+v", s.text, f)
			}
		}
	}
}

func TestMessages(t *testing.T) {
	got := find(t, withText("Giá trị sản xuất công nghiệp đạt 2.531 tỷ đồng."))
	if len(got) != 1 {
		t.Fatal(got)
	}
	for want, have := range map[string]string{
		"Câu này ghi 2.531 tỷ đồng, nhưng “Giá trị sản xuất công nghiệp” trong bảng “Một số chỉ tiêu chủ yếu” (dòng 18) có thực hiện là 2.351 tỷ đồng.":                got[0].Message.Vi,
		"The sentence says 2.531 tỷ đồng, but for “Giá trị sản xuất công nghiệp” in the table “Một số chỉ tiêu chủ yếu” (line 18) the actual figure is 2.351 tỷ đồng.": got[0].Message.En,
	} {
		if want != have {
			t.Errorf("got\n%s\nwant\n%s", have, want)
		}
	}
}

func TestDirections(t *testing.T) {
	got := find(t, withText("Giá trị sản xuất công nghiệp giảm 8,94% so với cùng kỳ."))
	if len(got) != 1 || !strings.Contains(got[0].Message.Vi, "ghi giảm 8,94%") || !strings.Contains(got[0].Message.Vi, "là tăng 8,94%") || !strings.Contains(got[0].Message.En, "8,94% less") {
		t.Error(got)
	}
}

// The cells of a row speak of the row.
func TestCells(t *testing.T) {
	row := "title: Họp\nindicators:\n  - rows:\n      - name: Thu nội địa\n        unit: tỷ đồng\n        plan: 40\n        actual: 48,2\n"
	if got := places(find(t, row+"        assessment: Vượt 10,5% kế hoạch\n        note: Tăng 5% so với tháng trước\n")); got != "8:26" {
		t.Error(got)
	}
	if got := find(t, row+"        assessment: Vượt 20,5% kế hoạch\n        note: Đạt 120,5% dự toán; giảm 3 bậc\n"); len(got) != 0 {
		t.Error(got)
	}
}

// What one of the documents says of itself is read as well.
func TestDocuments(t *testing.T) {
	file := tables + "documents:\n  thong-bao-ket-luan:\n    conclusion: Giá trị sản xuất công nghiệp đạt 2.531 tỷ đồng.\n"
	if got := places(find(t, file)); got != "67:50" {
		t.Error(got)
	}
	// A document with tables of its own is not held against those of the meeting.
	if got := find(t, file+"    indicators:\n      - rows:\n          - name: Số vụ\n            actual: 3\n"); len(got) != 0 {
		t.Error(got)
	}
}

// The reader of the file compares votes with those present; here are the votes that it has
// no such number for.
func TestMoreVotesThanPeople(t *testing.T) {
	for file, want := range map[string]string{
		"title: Họp\nattendance:\n  summoned: 5\nvotes:\n  - matter: Việc thứ nhất\n    for: 6\n":                                     "5:5",
		"title: Họp\nattendance:\n  present: 1\nvotes:\n  - matter: Việc\n    by_name:\n      - vote: đồng ý\n      - vote: đồng ý\n": "5:5",
		"title: Họp\nattendance:\n  present: 5\nvotes:\n  - matter: Việc thứ nhất\n    for: 6\n":                                      "",
		"title: Họp\nattendance:\n  summoned: 6\nvotes:\n  - matter: Việc thứ nhất\n    for: 6\n":                                     "",
	} {
		if got := places(find(t, file)); got != want {
			t.Errorf("%s: %q, not %q", file, got, want)
		}
	}
}

// A column of the writer's own may be what a sentence means.
func TestOtherColumns(t *testing.T) {
	m := parse(t, withText("Giá trị sản xuất công nghiệp đạt 2.600 tỷ đồng."))[0]
	facts := truth.Facts(m)
	if got := truth.Prose(m, facts); len(got) != 1 {
		t.Error(got)
	}
	v := decimal.NewFromInt(2600)
	other := facts[0]
	other.Kind, other.Head, other.Figure = truth.Other, "Ước cả năm", meeting.Figure{Text: "2.600", Value: &v}
	if got := truth.Prose(m, append(facts, other)); len(got) != 0 {
		t.Error(got)
	}
	if got := truth.Prose(&meeting.Meeting{Title: "Họp"}, facts); got != nil {
		t.Error(got)
	}
}

func FuzzProse(f *testing.F) {
	for _, s := range honest {
		f.Add(s)
	}
	for _, s := range slips {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ms, faults := meeting.Parse("m.yaml", []byte(withText(text)), limit.Limits{})
		if faults.Failed() {
			return
		}
		for _, m := range ms {
			for _, f := range truth.Prose(m, truth.Facts(m)) {
				if f.Line < 1 || f.Column < 1 {
					t.Errorf("%q: %+v", text, f)
				}
			}
		}
	})
}

// A long text takes time in proportion to its length.
func TestLongText(t *testing.T) {
	var b strings.Builder
	b.WriteString("title: Họp\nindicators:\n  - rows:\n")
	for i := range 200 {
		fmt.Fprintf(&b, "      - name: Giá trị sản xuất ngành số %d\n        unit: tỷ đồng\n        actual: %d\n", i, 100+i)
	}
	b.WriteString("sections:\n  - text: |\n      ")
	for i := 0; b.Len() < 1<<20; i++ {
		fmt.Fprintf(&b, "giá trị sản xuất ngành số %d đạt %d tỷ đồng, bằng 92,3%% kế hoạch và (tăng 4%%, ", i%200, 100+i%200)
	}
	m := parse(t, b.String())[0]
	start := time.Now()
	truth.Prose(m, truth.Facts(m))
	if d := time.Since(start); d > 8*time.Second { // a second on an idle machine
		t.Errorf("%v for a megabyte", d)
	} else {
		t.Log(d)
	}
}
