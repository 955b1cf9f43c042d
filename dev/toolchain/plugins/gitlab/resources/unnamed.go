package resources

import (
	"context"
	"net/http"
	"sync"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

// unnamed objects can be there twice, for GitLab knows them by nothing but a number. A POST that may have arrived is
// followed by a look at what has appeared since: so each is made one at a time, with a list before it.
type unnamed struct {
	path, list func(*Call) string
	query      map[string][]string
	// discards says that what has appeared is of no use, because only the answer to the POST tells its secret.
	discards func(*Call, api.Object) string
}

var unnamedLock sync.Mutex

func (u unnamed) create(ctx context.Context, c *Call, body api.Object) (api.Object, error) {
	unnamedLock.Lock()
	defer unnamedLock.Unlock()
	before, err := c.List(ctx, u.list(c), u.query)
	if err != nil {
		return nil, err
	}
	object, failure := c.Send(ctx, http.MethodPost, u.path(c), body)
	if !api.IsDoubtful(failure) {
		return object, failure
	}
	known := map[string]bool{}
	for _, object := range before {
		known[idOf(object)] = true
	}
	after, err := c.List(ctx, u.list(c), u.query)
	if err != nil {
		return nil, failure
	}
	for _, object := range after {
		if known[idOf(object)] || !u.isLike(c, object) {
			continue
		}
		if u.discards == nil {
			return object, nil
		}
		if _, err := c.Send(ctx, http.MethodDelete, u.discards(c, object), nil); removed(err) != nil {
			return nil, failure
		}
	}
	return c.Send(ctx, http.MethodPost, u.path(c), body)
}

// isLike compares what lists tell, which may be less than all.
func (u unnamed) isLike(c *Call, object api.Object) bool {
	shown := api.Object{}
	for key, value := range c.Body() {
		if _, told := object[key]; !told {
			continue
		}
		shown[key] = value
	}
	return c.matches(shown, object)
}
