package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
)

// upload writes files of a host.
type upload struct{ *sftp.Client }

// upload connects to the host for as long as send takes.
func (c Connection) upload(ctx context.Context, send func(upload) error) error {
	client, err := c.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer stop()

	files, err := sftp.NewClient(client, sftp.UseConcurrentWrites(true))
	if err != nil {
		return fmt.Errorf("opening sftp on %s: %w", c.Host, err)
	}
	defer func() { _ = files.Close() }()
	err = send(upload{files})
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return err
}

// path copies a local file or directory; an existing remote directory receives it under its own name, unless the
// local one ends with a slash, which stands for its contents.
func (u upload) path(source, destination string) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	isDirectory, err := u.isDirectory(destination)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		if isDirectory {
			destination = path.Join(destination, filepath.Base(source))
		}
		return u.file(source, destination)
	}
	if !strings.HasSuffix(source, "/") {
		destination = path.Join(destination, filepath.Base(source))
	}
	return u.directory(source, destination)
}

// text writes a file with the given contents.
func (u upload) text(contents, destination string) error {
	isDirectory, err := u.isDirectory(destination)
	if err != nil {
		return err
	}
	if isDirectory {
		return fmt.Errorf("remotePath: expected the path of a file for a text asset, found the directory %s", destination)
	}
	return u.write(strings.NewReader(contents), destination)
}

func (u upload) directory(source, destination string) error {
	return fs.WalkDir(os.DirFS(source), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := path.Join(destination, name)
		if entry.IsDir() {
			return named(u.MkdirAll(target), target)
		}
		return u.file(filepath.Join(source, name), target)
	})
}

func (u upload) file(source, destination string) error {
	local, err := os.Open(source)
	if err != nil {
		return err
	}
	defer func() { _ = local.Close() }()
	return u.write(local, destination)
}

func (u upload) write(contents io.Reader, destination string) error {
	if err := u.MkdirAll(path.Dir(destination)); err != nil {
		return named(err, path.Dir(destination))
	}
	remote, err := u.Create(destination)
	if err != nil {
		return named(err, destination)
	}
	_, err = remote.ReadFrom(contents)
	return named(errors.Join(err, remote.Close()), destination)
}

func (u upload) isDirectory(name string) (bool, error) {
	info, err := u.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, named(err, name)
	}
	return info.IsDir(), nil
}

// named adds the remote path, which sftp's own errors lack.
func named(err error, name string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("remote path %s: %w", name, err)
}
