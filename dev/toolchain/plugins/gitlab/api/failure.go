package api

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

// Failure is a request that did not succeed.
type Failure struct {
	cause   error
	client  *Client
	request Request
	// Status is GitLab's answer, 0 where there was none.
	Status int
	// Doubtful means that GitLab may have done it all the same.
	Doubtful bool
	Waited   time.Duration
}

func (f *Failure) Unwrap() error { return f.cause }

// Error says in one line what is wrong and what to do. GitLab's own words about properties are in Complaints.
func (f *Failure) Error() string {
	address := f.client.Address()
	switch {
	case f.Status == 0:
		return address + ": " + f.silence()
	case f.Status == http.StatusUnauthorized && f.client.Token == "":
		return address + ": GitLab asks for a token; set `token` of the provider, or GITLAB_TOKEN"
	case f.Status == http.StatusUnauthorized:
		return fmt.Sprintf("%s: GitLab does not accept the token (%s); set `token` of the provider, or GITLAB_TOKEN, "+
			"to a valid one", address, f.words("401 Unauthorized"))
	case f.Status == http.StatusForbidden:
		return fmt.Sprintf("%s: the token may not do this (%s); use one with the scope api, of somebody who is "+
			"Maintainer or Owner there", address, f.words("403 Forbidden"))
	case f.Status == http.StatusNotFound:
		return fmt.Sprintf("%s: GitLab has no %s, or hides it from this token; check the name and the token's rights",
			address, f.place())
	case f.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("%s: GitLab asks for fewer requests (429) for longer than %s; try again later",
			address, f.client.Patience)
	case f.Status == http.StatusNotImplemented:
		return fmt.Sprintf("%s: this GitLab cannot do that (%s)", address, f.words("501 Not Implemented"))
	case f.Status >= 500:
		return fmt.Sprintf("%s: GitLab fails (%d %s) after %s of trying; try again when it is well",
			address, f.Status, http.StatusText(f.Status), f.Waited.Round(time.Second))
	default:
		return fmt.Sprintf("%s: %s", address, f.words(fmt.Sprintf("%d %s", f.Status, http.StatusText(f.Status))))
	}
}

// silence is why there was no answer.
func (f *Failure) silence() string {
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var certificate *tls.CertificateVerificationError
	var lookup *net.DNSError
	var operation *net.OpError
	switch {
	case errors.As(f.cause, &authority):
		return "its certificate is from an authority that this machine does not trust; set `cacertFile` of the " +
			"provider to the authority's certificate (PEM)"
	case errors.As(f.cause, &name):
		return "its certificate is for another name; use the name in the certificate"
	case errors.As(f.cause, &certificate):
		return "its certificate is not valid (" + certificate.Err.Error() + "); renew it"
	case errors.As(f.cause, &lookup) && lookup.IsNotFound:
		return "no machine has this name; check baseUrl"
	case os.IsTimeout(f.cause):
		return fmt.Sprintf("no answer within %s; check that GitLab runs and can be reached", f.client.Patience)
	case errors.As(f.cause, &operation) && operation.Op == "dial":
		return fmt.Sprintf("nothing answers there (%s) after %s of trying; check baseUrl, and that GitLab runs",
			innermost(operation), f.Waited.Round(time.Second))
	default:
		return fmt.Sprintf("the connection broke (%s) after %s of trying; try again",
			innermost(f.cause), f.Waited.Round(time.Second))
	}
}

func innermost(err error) error {
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return err
}

// place is the object in whose path the request went: the first two parts, such as `projects/team%2Fapp`.
func (f *Failure) place() string {
	parts := strings.SplitN(f.request.Path, "/", 3)
	if len(parts) < 2 || f.request.Path == "" {
		return f.request.Path
	}
	name := strings.NewReplacer("%2F", "/", "%2E", ".").Replace(parts[1])
	return strings.TrimSuffix(parts[0], "s") + " " + name
}

// words are GitLab's own, in one line.
func (f *Failure) words(otherwise string) string {
	var said []string
	for _, complaint := range f.Complaints() {
		said = append(said, strings.TrimPrefix(complaint.Field+": "+complaint.Text, ": "))
	}
	return cmp.Or(strings.Join(said, "; "), otherwise)
}

// Complaint is what GitLab says about a field of its objects, or about the whole where that is empty.
type Complaint struct{ Field, Text string }

// Complaints are GitLab's reasons, in a stable order.
func (f *Failure) Complaints() []Complaint {
	var response *gitlab.ErrorResponse
	if !errors.As(f.cause, &response) {
		return nil
	}
	var body struct {
		Message          any    `json:"message"`
		Error            any    `json:"error"`
		ErrorDescription string `json:"error_description"`
	}
	if json.Unmarshal(response.Body, &body) != nil {
		return nil
	}
	switch {
	case body.ErrorDescription != "":
		return []Complaint{{"", body.ErrorDescription}}
	case body.Message != nil:
		return unfold("", body.Message)
	default:
		return parameters(body.Error)
	}
}

func unfold(field string, said any) []Complaint {
	var all []Complaint
	switch said := said.(type) {
	case string:
		if field == "" {
			if inner := inspected(said); inner != nil {
				return inner
			}
		}
		return []Complaint{{field, strings.Join(strings.Fields(said), " ")}}
	case []any:
		for _, item := range said {
			all = append(all, unfold(field, item)...)
		}
	case map[string]any:
		for name, item := range said {
			if name == "base" || name == "error" {
				name = field
			}
			all = append(all, unfold(name, item)...)
		}
		slices.SortFunc(all, func(a, b Complaint) int {
			return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Text, b.Text))
		})
	}
	return all
}

// A group's complaints come as Ruby prints them: `Failed to save group {:path=>["has already been taken"]}`.
var rubyPair = regexp.MustCompile(`:?(\w+)(?:=>|: )\["((?:[^"\\]|\\.)*)"`)

func inspected(text string) []Complaint {
	if !strings.HasPrefix(text, "Failed to save group {") {
		return nil
	}
	var all []Complaint
	for _, pair := range rubyPair.FindAllStringSubmatch(text, -1) {
		all = append(all, Complaint{pair[1], pair[2]})
	}
	return all
}

// parameters reads `name is missing, ref does not have a valid value`.
func parameters(said any) []Complaint {
	text, _ := said.(string)
	if text == "" {
		return nil
	}
	var all []Complaint
	for _, part := range strings.Split(text, ", ") {
		field, rest, found := strings.Cut(part, " ")
		if found && fieldName.MatchString(field) {
			all = append(all, Complaint{field, rest})
		} else {
			all = append(all, Complaint{"", part})
		}
	}
	return all
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// IsGone says whether there is no such object, which for who asks is the same as not seeing it.
func IsGone(err error) bool { return HasStatus(err, http.StatusNotFound) }

// HasStatus says whether GitLab answered with this status.
func HasStatus(err error, status int) bool {
	var failure *Failure
	return errors.As(err, &failure) && failure.Status == status
}

// IsDoubtful says whether it may have happened all the same.
func IsDoubtful(err error) bool {
	var failure *Failure
	return errors.As(err, &failure) && failure.Doubtful
}

// IsRefused says whether GitLab found fault with the request itself, as with a name that is taken.
func IsRefused(err error) bool {
	return HasStatus(err, 400) || HasStatus(err, 409) || HasStatus(err, 422)
}
