package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var branchTable = Resource{
	Name:    "Branch",
	Doc:     "A branch of a repository.",
	Natural: []string{"project", "name"},
	Properties: []Property{
		ofProject,
		{Name: "name", Named: true, Replace: true, Doc: "The branch's name. By default made from the resource's name."},
		{Name: "ref", Use: Required, Kept: true, Replace: true, Doc: "The branch, tag or commit that it starts from."},
		{Name: "keepOnDestroy", Type: Flags, Local: true, Default: false, Doc: "Whether destroying leaves it in GitLab."},
		{Name: "canPush", Type: Flags, Use: Computed, Doc: "Whether the token's user may push."},
		{Name: "commits", Local: true, Use: Computed, Type: ListOf(commit), Doc: "The newest commit."},
		{Name: "default", Type: Flags, Use: Computed, Doc: "Whether it is the project's default branch."},
		{Name: "developerCanMerge", Field: "developers_can_merge", Type: Flags, Use: Computed, Doc: "Whether developers may merge into it."},
		{Name: "developerCanPush", Field: "developers_can_push", Type: Flags, Use: Computed, Doc: "Whether developers may push to it."},
		{Name: "merged", Type: Flags, Use: Computed, Doc: "Whether it is merged into the default branch."},
		{Name: "protected", Type: Flags, Use: Computed, Doc: "Whether it is protected."},
		{Name: "webUrl", Use: Computed, Doc: "Its page."},
	},
}

var commit = ObjectOf("BranchCommit",
	Property{Name: "id", Use: Computed, Doc: "Its hash."},
	Property{Name: "shortId", Use: Computed, Doc: "The beginning of its hash."},
	Property{Name: "title", Use: Computed, Doc: "The first line of its message."},
	Property{Name: "message", Use: Computed, Doc: "Its message."},
	Property{Name: "authorName", Use: Computed, Doc: "Who wrote it."},
	Property{Name: "authorEmail", Use: Computed, Doc: "The author's address."},
	Property{Name: "authoredDate", Use: Computed, Doc: "When it was written."},
	Property{Name: "committerName", Use: Computed, Doc: "Who committed it."},
	Property{Name: "committerEmail", Use: Computed, Doc: "The committer's address."},
	Property{Name: "committedDate", Use: Computed, Doc: "When it was committed."},
	Property{Name: "parentIds", Type: TextList, Use: Computed, Doc: "The hashes of its parents."},
)

var anyChange = []string{"*"}

var repositoryFileTable = Resource{
	Name:    "RepositoryFile",
	Doc:     "A file of a repository; each change is a commit.",
	Natural: []string{"project", "branch", "filePath"},
	Properties: []Property{
		ofProject,
		{Name: "branch", Use: Required, Local: true, Replace: true, Doc: "The branch that is committed to."},
		{Name: "filePath", Use: Required, Local: true, Replace: true, Doc: "The file's path within the repository, without a slash in front."},
		{Name: "content", Use: Required, Doc: "The content, in base64 if that is the encoding."},
		{Name: "encoding", Use: Required, Kept: true, OneOf: []string{"text", "base64"}, Doc: "How the content is given: text or base64."},
		{Name: "commitMessage", Local: true, MayLack: true, Doc: "The message of every commit that has none of its own."},
		{Name: "createCommitMessage", Local: true, MayLack: true, Doc: "The message of the commit that adds the file."},
		{Name: "updateCommitMessage", Local: true, MayLack: true, Doc: "The message of commits that change the file."},
		{Name: "deleteCommitMessage", Local: true, MayLack: true, Doc: "The message of the commit that removes the file."},
		{Name: "authorEmail", Local: true, MayLack: true, Doc: "The address of the commits' author."},
		{Name: "authorName", Local: true, MayLack: true, Doc: "The name of the commits' author."},
		{Name: "startBranch", Local: true, MayLack: true, Doc: "Where the branch starts, if there is none yet."},
		{Name: "executeFilemode", Type: Flags, MayLack: true, Doc: "Whether the file is executable."},
		{Name: "overwriteOnCreate", Type: Flags, Local: true, MayLack: true, Doc: "Whether a file that is already there is overwritten."},
		{Name: "blobId", Use: Computed, Follows: anyChange, Doc: "The hash of the content."},
		{Name: "commitId", Use: Computed, Follows: anyChange, Doc: "The newest commit of the branch."},
		{Name: "contentSha256", Use: Computed, Follows: anyChange, Doc: "The SHA-256 of the content."},
		{Name: "fileName", Use: Computed, Doc: "The last part of the path."},
		{Name: "lastCommitId", Use: Computed, Follows: anyChange, Doc: "The newest commit of the file."},
		{Name: "ref", Use: Computed, Doc: "The branch that was read."},
		{Name: "size", Type: Numbers, Use: Computed, Follows: anyChange, Doc: "The size in bytes."},
	},
}
