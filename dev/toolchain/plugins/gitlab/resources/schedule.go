package resources

import (
	"context"
	"net/http"
	"strings"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

func schedules(c *Call) string {
	return api.Path("projects", c.State.Text("project"), "pipeline_schedules")
}

func schedule(c *Call) string {
	return schedules(c) + "/" + numberIn(c.ID)
}

// numberIn is the last part of an id.
func numberIn(id string) string { return id[strings.LastIndex(id, ":")+1:] }

var newSchedule = unnamed{path: schedules, list: schedules}

var pipelineSchedule = &Kind{
	Resource: pipelineScheduleTable,
	Address:  parts("project", "pipelineScheduleId"),
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		object, err := newSchedule.create(ctx, c, c.Body())
		return c.Inputs.Text("project") + ":" + idOf(object), inFull(object), err
	},
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		object, err := gone(c.Get(ctx, schedule(c), nil))
		return inFull(object), err
	},
	Update: func(ctx context.Context, c *Call) (api.Object, error) {
		if c.Inputs.Flag("takeOwnership") {
			if _, err := c.Send(ctx, http.MethodPost, schedule(c)+"/take_ownership", nil); err != nil {
				return nil, err
			}
		}
		object, err := c.change(ctx, http.MethodPut, schedule(c))
		return inFull(object), err
	},
	Delete: func(ctx context.Context, c *Call) error {
		_, err := c.Send(ctx, http.MethodDelete, schedule(c), nil)
		return removed(err)
	},
	Shape: func(object api.Object) Values {
		owner, _ := object["owner"].(api.Object)
		return Values{"owner": owner["id"]}
	},
}

// inFull: older GitLabs tell the short name of a branch.
func inFull(object api.Object) api.Object {
	if ref := text(object, "ref"); ref != "" && !strings.HasPrefix(ref, "refs/") {
		object["ref"] = "refs/heads/" + ref
	}
	return object
}

func scheduleOf(v Values) string {
	return api.Path("projects", v.Text("project"), "pipeline_schedules", v.Number("pipelineScheduleId"))
}

var scheduleVariableCalls = rest{
	list: func(c *Call) string { return scheduleOf(c.Inputs) + "/variables" },
	item: func(c *Call) string { return scheduleOf(c.State) + "/variables/" + api.Path(c.State.Text("key")) },
	id: func(v Values, _ api.Object) string {
		return v.Text("project") + ":" + api.Path(v.Number("pipelineScheduleId")) + ":" + v.Text("key")
	},
}

var pipelineScheduleVariable = func() *Kind {
	kind := scheduleVariableCalls.kind(pipelineScheduleVariableTable, parts("project", "pipelineScheduleId", "key"))
	kind.Read = readScheduleVariable
	kind.Create = func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		object, err := c.Post(ctx, scheduleVariableCalls.list(c), c.Body(), func() (api.Object, error) {
			return readScheduleVariable(ctx, c)
		})
		return scheduleVariableCalls.id(c.Inputs, object), object, err
	}
	return kind
}()

// readScheduleVariable: GitLab tells a schedule's variables with the schedule alone.
func readScheduleVariable(ctx context.Context, c *Call) (api.Object, error) {
	found, err := gone(c.Get(ctx, scheduleOf(c.State), nil))
	if found == nil || err != nil {
		return nil, err
	}
	all, _ := found["variables"].([]any)
	for _, item := range all {
		if variable, ok := item.(api.Object); ok && text(variable, "key") == c.State.Text("key") {
			return variable, nil
		}
	}
	return nil, nil
}
