package truth_test

import "testing"

// reportTable and report are a report of nine months as communes write it: most of its
// figures are of something that the table does not have.
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

// company are the minutes of a board, true as well.
const company = `title: Họp Hội đồng quản trị quý III năm 2026
organization:
  name: Công ty Cổ phần Nước sạch Sông Mẫu
start: 2026-10-05 08:00
attendance:
  summoned: 5
  present: 5
votes:
  - matter: Phương án vay 24 tỷ đồng đầu tư trạm bơm số 2
    for: 4
    against: 1
    abstain: 0
  - matter: Bổ nhiệm ông Hồ Văn H giữ chức Phó Tổng Giám đốc
    for: 5
    against: 0
    abstain: 0
indicators:
  - id: a
    title: Kết quả sản xuất, kinh doanh 9 tháng đầu năm 2026
    rows:
      - name: Doanh thu
        unit: tỷ đồng
        plan: 127
        actual: 97,6
        previous: 90,1
      - name: Doanh thu nước sạch
        unit: tỷ đồng
        plan: 110
        actual: 85,2
        previous: 79,9
      - name: Lợi nhuận trước thuế
        unit: tỷ đồng
        plan: 18
        actual: 14,1
        previous: 12,6
      - name: Lợi nhuận sau thuế
        unit: tỷ đồng
        plan: 15
        actual: 11,7
        previous: 10,4
      - name: Sản lượng nước thương phẩm
        unit: triệu m³
        plan: 14,5
        actual: 11,02
        previous: 10,43
      - name: Tỷ lệ thất thoát nước
        unit: "%"
        plan: Dưới 13
        actual: 12,8
        previous: 13,4
      - name: Số khách hàng
        unit: khách hàng
        actual: 48.210
        previous: 46.905
      - name: Thu nhập bình quân
        unit: triệu đồng/người/tháng
        actual: 12,4
        previous: 11,6
      - name: Nộp ngân sách
        unit: tỷ đồng
        plan: 9
        actual: 7,1
        previous: 6,4
sections:
  - heading: Kết quả 9 tháng
    text: |
      Doanh thu 9 tháng đạt 97,6 tỷ đồng, bằng 76,9% kế hoạch năm, tăng 8,3% so với cùng kỳ; trong đó doanh thu nước sạch 85,2 tỷ đồng, doanh thu xây lắp 9,4 tỷ đồng, doanh thu khác 3 tỷ đồng. Doanh thu quý III đạt 34,2 tỷ đồng, tăng 5% so với quý II. Doanh thu tài chính 1,2 tỷ đồng. Tỷ suất lợi nhuận trước thuế trên doanh thu đạt 14,4%. Lợi nhuận trước thuế 14,1 tỷ đồng; lợi nhuận sau thuế 11,7 tỷ đồng, tăng 12,5%. Lợi nhuận sau thuế quý III là 4,3 tỷ đồng. Chi phí 83,5 tỷ đồng, chiếm 85,6% doanh thu.

      Sản lượng nước thương phẩm đạt 11,02 triệu m³, bằng 76% kế hoạch; sản lượng nước thương phẩm khu vực đô thị 7,8 triệu m3, nông thôn 3,22 triệu m3. Sản lượng nước sản xuất 12,64 triệu m³. Công suất bình quân 46.300 m³/ngày đêm. Tỷ lệ thất thoát nước còn 12,8%, giảm 0,6% so với cùng kỳ; riêng vùng 2 tỷ lệ thất thoát nước là 17,5%. Phát triển mới 1.305 khách hàng, nâng tổng số khách hàng lên 48.210 khách hàng. Số khách hàng doanh nghiệp là 1.250 khách hàng. Thu nhập bình quân đạt 12,4 triệu đồng/người/tháng. Thu nhập bình quân của khối gián tiếp đạt 14 triệu đồng/người/tháng. Nộp ngân sách 7,1 tỷ đồng, trong đó thuế thu nhập doanh nghiệp 2,4 tỷ đồng. Chia cổ tức 8% bằng tiền. Vốn điều lệ 100 tỷ đồng; vay ngắn hạn 12 tỷ đồng, lãi suất 6,5%/năm.
  - heading: Ước thực hiện năm 2026
    text: |
      Doanh thu cả năm ước đạt 130 tỷ đồng, vượt 2,4% kế hoạch; lợi nhuận sau thuế ước 15,6 tỷ đồng, vượt 4%. Kế hoạch năm 2027: doanh thu 140 tỷ đồng, lợi nhuận sau thuế 17 tỷ đồng; tỷ lệ thất thoát nước 12,5%.
  - heading: Phương án vay
    text: |
      Dự án trạm bơm số 2 có tổng mức đầu tư 34 tỷ đồng, gồm vốn vay 24 tỷ đồng và vốn tự có 10 tỷ đồng; doanh thu tăng thêm 6 tỷ đồng/năm. Với sản lượng 85% dự báo, doanh thu đạt 5,1 tỷ đồng. Sau khi dự án hoàn thành, sản lượng nước thương phẩm đạt 18 triệu m³.
speeches:
  - speaker:
      name: Ngô Thị Mẫu
    text: Đề nghị giữ lợi nhuận sau thuế ở mức 15 tỷ đồng. Năm ngoái doanh thu đạt 121,6 tỷ đồng. Nếu giá nước tăng 5% thì doanh thu tăng 4,2 tỷ đồng.
conclusion: |
  1. Thông qua phương án vay 24 tỷ đồng đầu tư trạm bơm số 2 với 4/5 phiếu tán thành (80%), 01 phiếu không tán thành.
  2. Bổ nhiệm ông Hồ Văn H giữ chức Phó Tổng Giám đốc với 5/5 phiếu tán thành, đạt tỷ lệ 100%.
  3. Hội đồng quản trị nhất trí 100% với chương trình họp. Giao Tổng Giám đốc bảo đảm doanh thu năm 2026 đạt 130 tỷ đồng; quý IV đạt 32,4 tỷ đồng.
  4. Có 5/5 thành viên dự họp; 4/5 thành viên dự trực tiếp, 1 thành viên dự trực tuyến.
`

func TestBoardMinutes(t *testing.T) {
	for _, f := range find(t, company) {
		t.Errorf("%v", f)
	}
}

// council are the minutes of a council's session, with elections and other bodies' votes.
const council = `title: Kỳ họp thứ 5 Hội đồng nhân dân xã Mẫu
start: 2026-07-10 08:00
attendance:
  summoned: 27
  present: 25
  groups:
    - name: Đại biểu Hội đồng nhân dân
      count: 25
    - name: Khách mời
      count: 12
votes:
  - matter: Nghị quyết về phát triển kinh tế - xã hội 6 tháng cuối năm 2026
    for: 24
    against: 0
    abstain: 1
  - matter: Nghị quyết điều chỉnh kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030
    for: 25
    against: 0
    abstain: 0
indicators:
  - id: a
    title: Chỉ tiêu 6 tháng đầu năm 2026
    rows:
      - name: Tổng thu ngân sách nhà nước trên địa bàn
        unit: triệu đồng
        plan: 62.000
        actual: 33.480
        previous: 29.150
      - name: Tỷ lệ giải ngân vốn đầu tư công
        unit: "%"
        plan: 100
        actual: 41,2
        previous: 36,8
      - name: Đơn thư đã giải quyết
        unit: đơn
        actual: 38/45
      - name: Số hộ thoát nghèo
        unit: hộ
        plan: 46
        actual: 21
sections:
  - text: |
      Kỳ họp có 25/27 đại biểu Hội đồng nhân dân có mặt, đạt 92,6%; vắng 02 đại biểu có lý do. Dự kỳ họp còn có 12 khách mời. Trước kỳ họp đã tổ chức 6 hội nghị tiếp xúc cử tri với 845 cử tri tham dự, tiếp nhận 64 ý kiến; đã trả lời 58/64 ý kiến (90,6%).

      Tổng thu ngân sách nhà nước trên địa bàn 6 tháng đầu năm đạt 33,48 tỷ đồng, đạt 54% dự toán, tăng 14,9% so với cùng kỳ. Trong 6 tháng cuối năm, tổng thu ngân sách nhà nước trên địa bàn phải đạt 28,52 tỷ đồng. Tổng thu ngân sách nhà nước trên địa bàn quý I đạt 15 tỷ đồng, quý II đạt 18,48 tỷ đồng. Tỷ lệ giải ngân vốn đầu tư công đạt 41,2%, cao hơn bình quân chung của tỉnh 3,5%; tỷ lệ giải ngân vốn đầu tư công nguồn ngân sách xã mới đạt 28%. Vốn chương trình mục tiêu giải ngân 2,1/6,4 tỷ đồng, đạt 32,8%.

      Tiếp nhận 45 đơn, đã giải quyết 38/45 đơn, đạt 84,4%, còn 7 đơn đang xem xét. Có 21 hộ thoát nghèo, đạt 45,7% kế hoạch; 3 hộ tái nghèo. Thôn Hạ có số hộ thoát nghèo là 5 hộ, thôn Thượng 4 hộ.

      Hội đồng nhân dân bầu ông Nguyễn Văn Mẫu giữ chức Phó Chủ tịch với 23/25 phiếu đồng ý, đạt 92%. Miễn nhiệm bà Trần Thị Mẫu với 25/25 phiếu tán thành. Hội nghị cử tri thôn Đông có 95/102 cử tri đồng ý (93,1%). Lấy phiếu tín nhiệm: tín nhiệm cao 18/25 phiếu (72%), tín nhiệm 6/25 phiếu (24%), tín nhiệm thấp 1/25 phiếu (4%).
conclusion: |
  Thông qua Nghị quyết về phát triển kinh tế - xã hội 6 tháng cuối năm 2026 với 24/25 đại biểu tán thành, đạt 96%; Nghị quyết điều chỉnh kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 với 25/25 đại biểu tán thành. Thông qua nội quy kỳ họp với 100% đại biểu tán thành.
`

func TestCouncilMinutes(t *testing.T) {
	for _, f := range find(t, council) {
		t.Errorf("%v", f)
	}
}
