package meeting_test

import (
	"fmt"

	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
	"github.com/bienban/bienban/render/meeting"
)

func ExampleParse() {
	meetings, _ := meeting.Parse("hop.yaml", []byte(`
title: Họp giao ban tháng 10
start: 8h30 15/10/2026
votes:
  - matter: Thông qua kế hoạch
    for: 30
    against: 1
`), limit.Limits{})
	m := meetings[0]
	fmt.Println(m.Start)
	fmt.Println(m.Votes[0].Matter, m.Votes[0].ShareFor())

	_, faults := meeting.Parse("hop.yaml", []byte("title: Họp: giao ban\n"), limit.Limits{})
	for _, f := range faults {
		fmt.Println(f.In(fault.Vietnamese))
		fmt.Println(f.Hint.In(fault.Vietnamese))
	}
	// Output:
	// 08 giờ 30 phút, ngày 15 tháng 10 năm 2026
	// Thông qua kế hoạch 96,8%
	// hop.yaml:1:11: Dấu hai chấm ở giữa giá trị làm YAML hiểu nhầm là một khóa nữa.
	// Đặt trong dấu nháy: "Họp: giao ban"
}
