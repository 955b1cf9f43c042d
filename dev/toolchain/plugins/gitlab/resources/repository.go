package resources

import (
	"cmp"
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

var branchCalls = rest{
	item: func(c *Call) string {
		return api.Path("projects", c.State.Text("project"), "repository", "branches", c.State.Text("name"))
	},
}

var branch = &Kind{
	Resource: branchTable,
	Address:  parts("project", "name"),
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		body := api.Object{"branch": c.Inputs.Text("name"), "ref": c.Inputs.Text("ref")}
		path := api.Path("projects", c.Inputs.Text("project"), "repository", "branches")
		object, err := c.Post(ctx, path, body, func() (api.Object, error) { return branchCalls.read(ctx, c) })
		return c.Inputs.Text("project") + ":" + c.Inputs.Text("name"), object, err
	},
	Read:   branchCalls.read,
	Update: branchCalls.read, // all that can change is whether it outlives the resource
	Delete: func(ctx context.Context, c *Call) error {
		if c.State.Flag("keepOnDestroy") {
			return nil
		}
		return branchCalls.delete(ctx, c)
	},
	Shape: func(object api.Object) Values {
		found, ok := object["commit"].(api.Object)
		if !ok {
			return nil
		}
		newest := map[string]any{}
		for _, property := range commit.Fields {
			newest[property.Name] = found[property.Key()]
		}
		return Values{"commits": []any{newest}}
	},
}

// commits are made one after another: GitLab refuses two at a time on one branch.
var commits sync.Mutex

var repositoryFile = &Kind{
	Resource: repositoryFileTable,
	Address:  parts("project", "branch", "filePath"),
	Create:   createFile,
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		return readFile(ctx, c, c.State)
	},
	Update: func(ctx context.Context, c *Call) (api.Object, error) {
		commits.Lock()
		defer commits.Unlock()
		if !c.Changed["content"] && !c.Changed["executeFilemode"] && !c.Changed["encoding"] {
			return readFile(ctx, c, c.Inputs)
		}
		return c.commit(ctx, http.MethodPut, c.Inputs, "updateCommitMessage", "Update ")
	},
	Delete: func(ctx context.Context, c *Call) error {
		commits.Lock()
		defer commits.Unlock()
		_, err := c.commit(ctx, http.MethodDelete, c.State, "deleteCommitMessage", "Delete ")
		return removed(err)
	},
}

func createFile(ctx context.Context, c *Call) (string, api.Object, error) {
	commits.Lock()
	defer commits.Unlock()
	id := c.Inputs.Text("project") + ":" + c.Inputs.Text("branch") + ":" + c.Inputs.Text("filePath")
	existing, err := readFile(ctx, c, c.Inputs)
	if err != nil {
		return "", nil, err
	}
	method := http.MethodPost
	if existing != nil && c.Inputs.Flag("overwriteOnCreate") {
		if c.Equals(existing) {
			return id, existing, nil
		}
		method = http.MethodPut
	}
	object, err := c.commit(ctx, method, c.Inputs, "createCommitMessage", "Add ")
	return id, object, err
}

func filePath(v Values) string {
	return api.Path("projects", v.Text("project"), "repository", "files", v.Text("filePath"))
}

// readFile gives the content in the encoding that is wanted; an import takes text for what is text.
func readFile(ctx context.Context, c *Call, v Values) (api.Object, error) {
	object, err := gone(c.Get(ctx, filePath(v), url.Values{"ref": {v.Text("branch")}}))
	if object == nil || err != nil {
		return nil, err
	}
	encoded := strings.Join(strings.Fields(text(object, "content")), "")
	plain, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	encoding := v.Text("encoding")
	if encoding == "" {
		encoding = "base64"
		if utf8.Valid(plain) {
			encoding = "text"
		}
	}
	object["encoding"], object["content"] = encoding, encoded
	if encoding == "text" {
		object["content"] = string(plain)
	}
	return object, nil
}

// commit changes the file, on top of what is there; others may commit at the same time.
func (c *Call) commit(ctx context.Context, method string, v Values, messageOf, verb string) (api.Object, error) {
	var result api.Object
	err := api.Poll(ctx, time.Minute, "committing "+c.Name, func() (bool, error) {
		existing, err := readFile(ctx, c, v)
		if err != nil {
			return false, err
		}
		body := commitBody(v, messageOf, verb)
		if method != http.MethodPost {
			if existing == nil && method == http.MethodDelete {
				return true, nil
			}
			body["last_commit_id"] = existing["last_commit_id"]
		}
		request := api.Request{Method: method, Path: filePath(v), Body: body, Repeatable: true}
		if method == http.MethodDelete {
			delete(body, "content")
			delete(body, "encoding")
			request.Query, request.Body = queryOf(body), nil
		}
		_, err = c.Do(ctx, request)
		if err != nil && strings.Contains(err.Error(), "refresh and try again") {
			return false, nil
		}
		if method == http.MethodDelete {
			return true, err
		}
		isTold := err
		result, err = readFile(ctx, c, v)
		// An earlier attempt may have arrived, though its answer did not.
		if isTold != nil && !(api.IsDoubtful(isTold) && result != nil && c.Equals(result)) {
			return true, isTold
		}
		return true, err
	})
	return result, err
}

func commitBody(v Values, messageOf, verb string) api.Object {
	message := cmp.Or(v.Text(messageOf), v.Text("commitMessage"), verb+v.Text("filePath"))
	if messageOf == "deleteCommitMessage" && v.Text(messageOf) == "" && v.Text("commitMessage") != "" {
		message = "[DELETE]: " + v.Text("commitMessage")
	}
	body := api.Object{
		"branch": v.Text("branch"), "commit_message": message,
		"content": v.Text("content"), "encoding": v.Text("encoding"),
	}
	for name, key := range map[string]string{
		"authorEmail": "author_email", "authorName": "author_name", "startBranch": "start_branch",
		"executeFilemode": "execute_filemode",
	} {
		if value, given := v[name]; given && value != "" {
			body[key] = value
		}
	}
	return body
}

func queryOf(body api.Object) url.Values {
	query := url.Values{}
	for key, value := range body {
		if value, ok := value.(string); ok {
			query.Set(key, value)
		}
	}
	return query
}
