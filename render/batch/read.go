package batch

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/bienban/bienban/render"
	"github.com/bienban/bienban/render/internal/fault"
)

// maxInput bounds what is read of one input before anybody looks at it; the limits of
// its kind, which are lower, come after.
const maxInput = 64<<20 + 1

// ReadAll reads a stream until it ends or ctx does.
func ReadAll(ctx context.Context, r io.Reader) ([]byte, error) {
	return interruptible(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(r, maxInput)) })
}

// ReadFile reads a file until it ends or ctx does.
func ReadFile(ctx context.Context, name string) ([]byte, error) {
	return interruptible(ctx, func() ([]byte, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxInput))
	})
}

// readMeeting reads a file of a folder of meetings. Unlike one that was named it may be
// anything: a pipe or a device is not read.
func readMeeting(ctx context.Context, name string) ([]byte, error) {
	return interruptible(ctx, func() ([]byte, error) {
		f, err := openRegular(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxInput))
	})
}

// interruptible waits for a read, but no longer than ctx: one from a terminal, and the
// opening of a pipe that nobody writes to, cannot be interrupted.
func interruptible(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := read()
		done <- result{data, err}
	}()
	select {
	case got := <-done:
		return got.data, got.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Unreadable is the fault of a file that could not be read.
func Unreadable(name string, err error) *render.Fault {
	f := &render.Fault{Code: "unreadable", File: name}
	info, _ := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.Code = "missing-file"
		f.Message = fault.T("không tìm thấy tệp", "file not found")
		f.Hint = fault.T("Kiểm tra lại tên và thư mục của tệp.", "Check the file's name and folder.")
	case thisSystem().openElsewhere(err):
		f.Code = "open-elsewhere"
		f.Message = fault.T("không đọc được: tệp đang mở trong một chương trình khác", "cannot read: the file is open in another program")
		f.Hint = fault.T("Hãy đóng tệp %s rồi chạy lại.", "Close %s and run again.", filepath.Base(name))
	case errors.Is(err, fs.ErrPermission):
		f.Message = fault.T("không có quyền đọc tệp", "no permission to read the file")
	case errors.Is(err, errNotRegular):
		f.Message = fault.T("đây không phải một tệp thường, mà là ống dẫn hoặc thiết bị", "this is no ordinary file, but a pipe or a device")
		f.Hint = fault.T("Chép nội dung vào một tệp thường, hoặc bỏ nó ra bằng --exclude %s.", "Copy what it gives into a file, or leave it out with --exclude %s.", filepath.Base(name))
	case info != nil && info.IsDir():
		f.Message = fault.T("đây là thư mục, không phải tệp", "this is a folder, not a file")
		f.Hint = fault.T("Ghi tên từng tệp, ví dụ: %s", "Name the files, such as: %s", filepath.Join(name, "*.yaml"))
	default:
		f.Message = fault.T("không đọc được tệp: %v", "cannot read the file: %v", Cause(err))
	}
	return f
}

// Cause is an error without the operation and the path that the fault already names.
func Cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}
