package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/batch"
)

func (p *program) watchCommand() *cobra.Command {
	var f batchFlags
	var poll time.Duration
	cmd := &cobra.Command{
		Use:   p.in(text("watch THƯ-MỤC… -o KẾT-QUẢ [-t MẪU] [--poll 2s]", "watch DIR… -o OUT [-t TEMPLATE] [--poll 2s]")),
		Short: p.in(text("Theo dõi thư mục cuộc họp: lưu tệp là có văn bản", "Watch a folder of meetings: save a file and its documents are there")),
		Long: p.in(text(`Tạo văn bản như batch, rồi theo dõi và làm lại ngay những gì đã đổi, đến khi bấm Ctrl-C.

Lưu tệp cuộc họp, mẫu (-t, --templates), bảng tính, ảnh hay phông chữ thì văn bản có sau chừng nửa giây. Tệp tạm
của trình soạn thảo không tính; tệp đang chép dở thì chờ chép xong. Ổ mạng và thư mục OneDrive không báo thay đổi
thì bienban tự xem lại sau mỗi 2 giây; --poll đặt khoảng thời gian ấy cho mọi thư mục.
Xóa tệp cuộc họp thì văn bản của nó được nêu tên, chỉ xóa khi có --prune.`,
			`Make documents as batch does, then watch, and make what changes at once, until Ctrl-C.

Save a meeting, a template (-t, --templates), a spreadsheet, a picture or a font, and the documents are there half
a second later. Temporary files of editors do not count; a file that is still being copied is waited for. Network
drives and OneDrive's folders do not tell of changes: they are looked at every 2 seconds; --poll does so everywhere.
The documents of a meeting that is deleted are listed, and removed with --prune only.`)),
		Example: `  bienban watch cuoc-hop -o van-ban
  bienban watch cuoc-hop -o van-ban -t mau-rieng.docx --to pdf`,
		DisableFlagsInUseLine: true,
		Args:                  someFolders,
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := f.check(cmd, names); err != nil {
				return err
			}
			if poll < 0 || cmd.Flags().Changed("poll") && poll < 10*time.Millisecond {
				return usage("--poll cần một khoảng thời gian, ví dụ 2s", "--poll takes a time, such as 2s")
			}
			return p.watch(cmd.Context(), f, poll)
		},
	}
	p.batchFlags(cmd, &f)
	cmd.Flags().DurationVar(&poll, "poll", 0, p.in(text("xem lại các tệp sau mỗi khoảng `THOI-GIAN`, ví dụ 2s", "look at the files every `TIME`, such as 2s")))
	return cmd
}

func (p *program) watch(ctx context.Context, f batchFlags, poll time.Duration) error {
	o := batch.WatchOptions{Poll: poll, Fonts: f.fonts}
	for _, t := range f.Templates {
		if isTemplateFile(t) {
			o.Beside = append(o.Beside, t)
		}
	}
	o.Beside = append(o.Beside, p.folders...)
	o.Renderer = func() (*render.Renderer, string, error) {
		r, err := p.batchRenderer(&f)
		return r, f.Settings, err
	}
	f.Lang = p.lang
	show := p.newBatchView(false)
	show.bar, show.live = nil, true
	total := batch.Summary{}
	rounds := 0
	f.Event = show.event
	o.Round = func(report *batch.Report, err error) {
		if report == nil {
			p.report(p.stderr, faultsOf(err, ""))
			return
		}
		s := report.Summary()
		total.Made += s.Made
		total.Pruned += s.Pruned
		total.Failed, total.Stale, total.Warned = s.Failed, s.Stale, s.Warned // as it is now
		if rounds++; rounds == 1 {
			show.ready(report)
		} else if p.json && s.Made+s.Pruned > 0 {
			show.round(report)
		}
	}
	o.Options = f.Options
	err := batch.Watch(ctx, o)
	if ctx.Err() == nil {
		return p.batchError(err)
	}
	show.farewell(total) // stopping it is the way to end it: no failure
	return nil
}
