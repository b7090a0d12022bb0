package truth_test

import "testing"

const reportTable = `title: Hội nghị sơ kết tình hình kinh tế - xã hội xã Mẫu
start: 2026-10-05 08:00
place: Xã Mẫu
attendance:
  summoned: 45
  present: 43
  groups:
    - name: Đại biểu mời
      count: 6
votes:
  - matter: Thông qua nghị quyết lãnh đạo nhiệm vụ quý IV năm 2026
    for: 43
    against: 0
    abstain: 0
indicators:
  - id: a
    title: Một số chỉ tiêu kinh tế - xã hội 9 tháng đầu năm 2026
    rows:
      - name: Tổng giá trị sản xuất
        unit: tỷ đồng
        plan: 1.250
        actual: 921
        previous: 842
        rows:
          - name: Nông, lâm nghiệp, thủy sản
            unit: tỷ đồng
            plan: 420
            actual: 318
            previous: 305
          - name: Công nghiệp - xây dựng
            unit: tỷ đồng
            plan: 480
            actual: 352
            previous: 311
          - name: Thương mại - dịch vụ
            unit: tỷ đồng
            plan: 350
            actual: 251
            previous: 226
      - name: Tốc độ tăng trưởng kinh tế
        unit: "%"
        plan: 10,5
        actual: 9,4
        previous: 8,1
      - name: Diện tích gieo trồng lúa
        unit: ha
        plan: 860
        actual: 852
        previous: 858
      - name: Năng suất lúa
        unit: tạ/ha
        plan: 62
        actual: 63,1
        previous: 61,8
      - name: Sản lượng lúa
        unit: tấn
        plan: 5.332
        actual: 5.376
        previous: 5.302
      - name: Tổng đàn lợn
        unit: con
        plan: 12.000
        actual: 11.450
        previous: 10.980
      - name: Tổng thu ngân sách nhà nước
        unit: tỷ đồng
        plan: 62
        actual: 58,4
        previous: 49,7
      - name: Chi ngân sách
        unit: tỷ đồng
        plan: 71
        actual: 49,2
        previous: 46,1
      - name: Hộ nghèo
        unit: hộ
        plan: 95
        actual: 104
        previous: 141
      - name: Tỷ lệ hộ nghèo
        unit: "%"
        plan: 2,1
        actual: 2,3
        previous: 3,1
      - name: Số thôn đạt chuẩn văn hóa
        unit: thôn
        plan: 14
        actual: 13
        previous: 12
      - name: Tỷ lệ tham gia BHYT
        unit: "%"
        plan: 95
        actual: 94,2
        previous: 92,7
      - name: Kết nạp đảng viên
        unit: đảng viên
        plan: 25
        actual: 19
        previous: 17
      - name: Doanh thu
        unit: tỷ đồng
        actual: 31,5
      - name: Số lao động được tạo việc làm
        unit: lao động
        plan: 450
        actual: 371
        previous: 352
`

const report = `
  - heading: I. Kết quả thực hiện nhiệm vụ 9 tháng đầu năm 2026
    text: |
      Tổng giá trị sản xuất 9 tháng ước đạt 921 tỷ đồng, bằng 73,7% kế hoạch năm, tăng 9,4% so với cùng kỳ; trong đó: nông, lâm nghiệp, thủy sản đạt 318 tỷ đồng, tăng 4,3%; công nghiệp - xây dựng đạt 352 tỷ đồng, tăng 13,2%; thương mại - dịch vụ đạt 251 tỷ đồng, tăng 11,1%. Tốc độ tăng trưởng kinh tế đạt 9,4% (kế hoạch năm 10,5%). Cơ cấu kinh tế: nông, lâm nghiệp, thủy sản chiếm 34,5%; công nghiệp - xây dựng chiếm 38,2%; thương mại - dịch vụ chiếm 27,3%.

      Về trồng trọt: Tổng diện tích gieo trồng cây hằng năm 1.420 ha, đạt 98% kế hoạch. Diện tích gieo trồng lúa 852 ha (vụ xuân 430 ha, vụ mùa 422 ha), đạt 99,1% kế hoạch; năng suất lúa vụ xuân đạt 64,5 tạ/ha, vụ mùa ước đạt 61,7 tạ/ha; bình quân cả năm năng suất lúa đạt 63,1 tạ/ha. Sản lượng lúa cả năm ước đạt 5.376 tấn, tăng 74 tấn so với cùng kỳ. Sản lượng lúa chất lượng cao 2.100 tấn, chiếm 39% tổng sản lượng lúa. Giá lúa bình quân 8.500 đồng/kg. Diện tích gieo trồng lúa bị thiệt hại do bão số 3 là 25 ha, trong đó mất trắng 4 ha.

      Chăn nuôi: Tổng đàn lợn 11.450 con, tăng 4,3% so với cùng kỳ, đạt 95,4% kế hoạch; tổng đàn trâu, bò 1.250 con; tổng đàn gia cầm 85 nghìn con. Tiêu hủy 45 con lợn mắc bệnh dịch tả lợn châu Phi với tổng trọng lượng 3.200 kg. Tổng đàn lợn của các trang trại là 6.200 con, chiếm 54,1%.

      Tài chính: Tổng thu ngân sách nhà nước trên địa bàn đến ngày 25/9 đạt 58,4 tỷ đồng, bằng 94,2% dự toán tỉnh giao; trong đó thu tiền sử dụng đất 21,3 tỷ đồng, thu thuế ngoài quốc doanh 9,8 tỷ đồng, bằng 81% dự toán. Tổng thu ngân sách xã được hưởng 18,6 tỷ đồng. Chi ngân sách 49,2 tỷ đồng, bằng 69,3% dự toán, trong đó chi thường xuyên 31,5 tỷ đồng, chi đầu tư phát triển 17,7 tỷ đồng. Doanh thu của hợp tác xã dịch vụ nông nghiệp đạt 4,2 tỷ đồng, tăng 12%. Tổng thu ngân sách nhà nước tháng 9 ước 5,1 tỷ đồng, lũy kế 9 tháng 58,4 tỷ đồng, tăng 17,5% so với cùng kỳ.

      Thu hút 3 dự án với tổng vốn đăng ký 245 tỷ đồng, tổng giá trị sản xuất dự kiến khi đi vào hoạt động là 300 tỷ đồng/năm. Giải ngân vốn đầu tư công đạt 12,4/18,6 tỷ đồng, bằng 66,7% kế hoạch vốn giao.

      Công tác giảm nghèo: số hộ nghèo là 104 hộ, chiếm 2,3%; hộ cận nghèo 156 hộ, chiếm 3,5%. Hộ nghèo giảm 37 hộ so với cùng kỳ. Tỷ lệ hộ nghèo giảm 0,8% so với cùng kỳ năm trước. Đã hỗ trợ 45 hộ nghèo vay vốn 2,3 tỷ đồng; tặng quà cho 104 hộ nghèo, mỗi hộ 500 nghìn đồng. Hộ nghèo thuộc chính sách ưu đãi là 3 hộ. Tỷ lệ hộ nghèo đầu kỳ 3,1%.

      Văn hóa: có 13/14 thôn đạt chuẩn văn hóa, đạt 92,9%; 1.245/1.310 hộ đạt gia đình văn hóa (95%). Số thôn đạt chuẩn văn hóa 5 năm liên tục là 8 thôn. Tỷ lệ tham gia BHYT đạt 94,2%, tăng 1,5% so với cùng kỳ; tỷ lệ tham gia BHYT của học sinh đạt 100%. Tạo việc làm mới cho 371 lao động, đạt 82,4% kế hoạch; xuất khẩu lao động 25 người. Số lao động được tạo việc làm trong nước 346 lao động, xuất khẩu 25 lao động.

      Xây dựng Đảng: kết nạp 19 đảng viên, đạt 76% chỉ tiêu; trong đó Chi bộ Trường THCS kết nạp 2 đảng viên. Chuyển đảng chính thức cho 15 đồng chí. Toàn Đảng bộ có 14 chi bộ với 412 đảng viên. Đã kết nạp được 19/25 đảng viên mới, đạt 76% kế hoạch năm. Có 398/412 đảng viên tham gia học tập nghị quyết, đạt 96,6%. Tổ chức 5 lớp với 320 đại biểu tham dự.

      Tồn tại: Tổng thu ngân sách nhà nước chưa bền vững; một số khoản thu đạt thấp như: thu phí, lệ phí đạt 45,2% dự toán, thu khác đạt 38% dự toán. Tốc độ tăng trưởng kinh tế thấp hơn kế hoạch 1,1 điểm phần trăm. Còn 3/15 chỉ tiêu đạt dưới 70% kế hoạch.
  - heading: II. Phương hướng, nhiệm vụ quý IV
    text: |
      1. Tổng thu ngân sách nhà nước đạt 62 tỷ đồng trở lên. Chi ngân sách 71 tỷ đồng.
      2. Kết nạp thêm 6 đảng viên. Tổng đàn lợn đạt 12.500 con.
      3. Hộ nghèo còn 95 hộ, tỷ lệ hộ nghèo còn 2,1%.
speeches:
  - speaker:
      name: Trần Thị Mẫu
    text: Đề nghị làm rõ vì sao tổng đàn lợn mới đạt 95,4% kế hoạch trong khi thức ăn giảm 8%. Đồng chí cho biết thôn Hạ có 1.250 con lợn, hộ nghèo còn 12 hộ. Năm 2025 tổng thu ngân sách nhà nước đạt 66 tỷ đồng; năm nay khó đạt 62 tỷ đồng.
conclusion: |
  1. Ghi nhận tổng giá trị sản xuất tăng 9,4%; tổng thu ngân sách nhà nước đạt 58,4 tỷ đồng.
  2. Thu ngân sách phấn đấu đạt 100% dự toán; giải ngân đạt 95% trở lên trước ngày 31/12/2026. Sản lượng lúa năm 2027 đạt 5.400 tấn.
  3. 100% đại biểu nhất trí thông qua nghị quyết. Hội nghị có 43/45 đại biểu dự (95,6%), 6 đại biểu mời.
tasks:
  - content: Thu ngân sách nhà nước đạt 62 tỷ đồng, hoàn thành 100% dự toán
`

func TestRealisticReport(t *testing.T) {
	for _, f := range find(t, reportTable+"sections:"+report) {
		t.Errorf("%v", f)
	}
}
