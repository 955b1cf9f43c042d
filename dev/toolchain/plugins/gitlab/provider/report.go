package provider

import (
	"errors"
	"slices"
	"strings"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/resources"
)

// report says in one line which property GitLab does not like, why, and what to do; never with a secret in it.
func (s *server) report(call *resources.Call, err error) error {
	text := call.Name + ": " + err.Error()
	var failure *api.Failure
	if errors.As(err, &failure) && api.IsRefused(err) {
		text = call.Name + ": " + refusal(call, failure)
	}
	for _, secret := range secretsOf(call) {
		text = strings.ReplaceAll(text, secret, "[secret]")
	}
	return errors.New(strings.Join(strings.Fields(text), " "))
}

func secretsOf(call *resources.Call) []string {
	secrets := []string{call.Token}
	for _, about := range call.Kind.Properties {
		for _, values := range []resources.Values{call.Inputs, call.State} {
			if value := values.Text(about.Name); about.Sensitive || about.Secret {
				secrets = append(secrets, value)
			}
		}
	}
	return slices.DeleteFunc(secrets, func(secret string) bool { return len(secret) < 4 })
}

// refusal says once what GitLab says of several properties.
func refusal(call *resources.Call, failure *api.Failure) string {
	complaints := failure.Complaints()
	if len(complaints) == 0 {
		return failure.Error()
	}
	var texts []string
	about := map[string][]string{}
	for _, complaint := range complaints {
		if _, known := about[complaint.Text]; !known {
			texts = append(texts, complaint.Text)
			about[complaint.Text] = nil
		}
		if name := propertyOf(call.Kind, complaint.Field); name != "" && !slices.Contains(about[complaint.Text], name) {
			about[complaint.Text] = append(about[complaint.Text], name)
		}
	}
	var said []string
	for _, text := range texts {
		names := strings.Join(about[text], ", ")
		said = append(said, strings.TrimPrefix(names+": "+text, ": ")+advice(call, about[text], text))
	}
	return strings.Join(said, "; ")
}

// propertyOf is the property's name, the field itself where no property has it, and "" for parts of other objects.
func propertyOf(kind *resources.Kind, field string) string {
	for _, about := range kind.Properties {
		if field != "" && about.Key() == field {
			return about.Name
		}
	}
	if strings.Contains(field, ".") {
		return ""
	}
	return field
}

func advice(call *resources.Call, names []string, text string) string {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
	}
	isAbout := func(name string) bool { return slices.Contains(names, name) }
	switch {
	case has("already been taken", "already exists"):
		return "; choose another, or import what is there"
	case has("scheduled for deletion"):
		return "; wait until GitLab has deleted it, or choose another"
	case has("not allowed to push"):
		return "; let the token's user push to the branch, or choose another"
	case isAbout("value") && call.Inputs.Flag("masked"):
		return "; a masked value has 8 characters or more, letters, digits or _+=/@:.~- only; with `raw`, anything but blanks"
	case isAbout("cron"):
		return "; write five fields, such as `0 4 * * *`"
	case isAbout("path"):
		return "; use letters, digits, `-`, `_` and `.`, beginning with a letter or digit"
	case len(names) > 0:
		return "; change " + strings.Join(names, ", ")
	default:
		return ""
	}
}
