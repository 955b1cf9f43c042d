// Package provider answers the engine: it turns the calls of Pulumi's plugin protocol into requests to GitLab.
package provider

import (
	"smallboat/dev/toolchain/plugins/gitlab/resources"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

// Name is the package part of every token.
const Name = "gitlab"

// Package is what the plugin serves.
func Package(version string) table.Package {
	return table.Package{
		Name: Name, Version: version, DisplayName: "GitLab",
		Description: "Groups, projects, variables, protections, runners and more of a GitLab.",
		Config:      config, Resources: tables(),
	}
}

func tables() []table.Resource {
	var all []table.Resource
	for _, kind := range resources.Kinds() {
		all = append(all, kind.Resource)
	}
	return all
}

var config = []table.Property{
	{Name: "token", Secret: true, Doc: "What to sign in with. Defaults to GITLAB_TOKEN."},
	{Name: "baseUrl", Doc: "Where GitLab is, such as `https://gitlab.example.org/api/v4/`. Defaults to GITLAB_BASE_URL."},
	{Name: "cacertFile", Doc: "A PEM file with certificate authorities to trust."},
	{Name: "clientCert", Doc: "A PEM file with a certificate to show, where a proxy asks for one."},
	{Name: "clientKey", Doc: "A PEM file with the key of clientCert."},
	{Name: "insecure", Type: table.Flags, Doc: "Whether any certificate is good enough."},
	{Name: "headers", Type: table.TextMap, Doc: "Headers of every request."},
	{Name: "retries", Type: table.Numbers, Doc: "How often a request is repeated at most, where GitLab asks for patience or fails."},
	{Name: "earlyAuthCheck", Type: table.Flags, Doc: "Whether the token is tried before anything else. Defaults to true."},
}
