package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var pipelineScheduleTable = Resource{
	Name: "PipelineSchedule",
	Doc:  "Pipelines that start by the clock.",
	Properties: []Property{
		ofProject,
		{Name: "description", Use: Required, Doc: "What it is for."},
		{Name: "ref", Use: Required, Doc: "The branch or tag in full, such as `refs/heads/main`."},
		{Name: "cron", Use: Required, Doc: "When, as five fields of cron."},
		{Name: "cronTimezone", Default: "UTC", Doc: "The time zone of the clock."},
		{Name: "active", Type: Flags, Default: true, Doc: "Whether it starts anything."},
		{Name: "takeOwnership", Type: Flags, Local: true, Default: false, Doc: "Whether a change makes the token's user its owner."},
		{Name: "owner", Type: Numbers, Local: true, Use: Computed, Doc: "The user whose rights its pipelines have."},
		{Name: "pipelineScheduleId", Field: "id", Type: Numbers, Use: Computed, Doc: "GitLab's number of it."},
	},
}

var pipelineScheduleVariableTable = Resource{
	Name:    "PipelineScheduleVariable",
	Doc:     "A variable of the pipelines that a schedule starts.",
	Natural: []string{"project", "pipelineScheduleId", "key"},
	Properties: []Property{
		ofProject,
		{Name: "pipelineScheduleId", Type: Numbers, Use: Required, Local: true, Replace: true, Doc: "GitLab's number of the schedule."},
		{Name: "key", Use: Required, Replace: true, Doc: "The name that jobs read."},
		{Name: "value", Use: Required, Sensitive: true, Doc: "The value; wrap a secret one with `pulumi.secret`."},
		{Name: "variableType", Default: "env_var", OneOf: variableTypes, Doc: "env_var, or file: then the job gets the path of a file with the value."},
	},
}

var userRunnerTable = Resource{
	Name: "UserRunner",
	Doc:  "A runner's registration. The runner itself is started with its token.",
	Properties: []Property{
		{Name: "runnerType", Use: Required, Replace: true, OneOf: []string{"instance_type", "group_type", "project_type"}, Doc: "Whose jobs it runs: instance_type, group_type or project_type."},
		{Name: "groupId", Type: Numbers, Local: true, MayLack: true, Replace: true, Doc: "The group of a group_type runner."},
		{Name: "projectId", Type: Numbers, Local: true, MayLack: true, Replace: true, Doc: "The project of a project_type runner."},
		{Name: "description", Doc: "What people call it."},
		{Name: "tagLists", Field: "tag_list", Type: TextList, Set: true, Doc: "The tags of the jobs that it runs."},
		{Name: "untagged", Field: "run_untagged", Type: Flags, Doc: "Whether it also runs jobs without tags."},
		{Name: "locked", Type: Flags, Doc: "Whether other projects cannot enable it."},
		{Name: "paused", Type: Flags, Doc: "Whether it takes no new jobs."},
		{Name: "accessLevel", OneOf: []string{"not_protected", "ref_protected"}, Doc: "not_protected, or ref_protected: only jobs of protected branches and tags."},
		{Name: "maximumTimeout", Type: Numbers, Doc: "The longest time of a job in seconds, 600 or more."},
		{Name: "maintenanceNote", Doc: "What those who look after it should know."},
		{Name: "token", Use: Computed, Secret: true, Kept: true, Doc: "What the runner signs in with; GitLab tells it once."},
	},
}

var projectEnvironmentTable = Resource{
	Name:    "ProjectEnvironment",
	Doc:     "A place that a project deploys to.",
	Natural: []string{"project", "name"},
	Properties: []Property{
		ofProject,
		{Name: "name", Named: true, Replace: true, Doc: "Its name in jobs. By default made from the resource's name."},
		{Name: "externalUrl", Doc: "Where what is deployed can be seen."},
		{Name: "description", Doc: "What it is for."},
		{Name: "tier", OneOf: []string{"production", "staging", "testing", "development", "other"}, Doc: "What sort of place: production, staging, testing, development or other."},
		{Name: "autoStopSetting", OneOf: []string{"always", "with_action"}, Doc: "When it stops by itself: always or with_action."},
		{Name: "stopBeforeDestroy", Type: Flags, Local: true, Default: false, Doc: "Whether destroying stops it first, which GitLab asks for."},
		{Name: "slug", Use: Computed, Doc: "Its name in addresses."},
		{Name: "state", Use: Computed, Doc: "available or stopped."},
		{Name: "createdAt", Use: Computed, Doc: "When it was made."},
		{Name: "updatedAt", Use: Computed, Follows: anyChange, Doc: "When it was changed."},
		{Name: "autoStopAt", Use: Computed, Doc: "When it stops by itself."},
	},
}
