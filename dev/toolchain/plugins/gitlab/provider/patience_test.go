package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type object = map[string]any

const variables = "/api/v4/projects/7/variables"

var aVariable = values{
	"project": property.New("7"), "key": property.New("PASSWORD"), "value": property.New("correct-horse").WithSecret(true),
	"masked": property.New(true),
}

func theVariable() object {
	return object{"variable_type": "env_var", "key": "PASSWORD", "value": "correct-horse", "protected": false,
		"masked": true, "hidden": false, "raw": false, "environment_scope": "*", "description": nil}
}

func TestWaitsAsLongAsGitLabAsks(t *testing.T) {
	gitlab := serve(t, script{"POST " + variables: {
		{status: 429, header: http.Header{"Retry-After": {"1"}}}, {status: 201, body: theVariable()},
	}})
	start := time.Now()
	made, err := on(t, gitlab, "ProjectVariable").create(aVariable)

	require.NoError(t, err)
	assert.Equal(t, "7:PASSWORD:*", made.ID)
	assert.Equal(t, []string{"POST " + variables, "POST " + variables}, gitlab.seen())
	assert.GreaterOrEqual(t, time.Since(start), time.Second)
}

func TestGivesUpWhereGitLabAsksForTooMuchPatience(t *testing.T) {
	gitlab := serve(t, script{"POST " + variables: {{status: 429, header: http.Header{"Retry-After": {"3600"}}}}})
	_, err := on(t, gitlab, "ProjectVariable").create(aVariable)

	assert.EqualError(t, err, "app: "+gitlab.URL+": GitLab asks for fewer requests (429) for longer than 30s; try again later")
}

func TestRepeatsWhatFailedForAWhile(t *testing.T) {
	gitlab := serve(t, script{"POST " + variables: {
		{status: 500}, {status: 502}, {breaks: true}, {status: 201, body: theVariable()},
	}})
	_, err := on(t, gitlab, "ProjectVariable").create(aVariable)

	require.NoError(t, err)
	assert.Len(t, gitlab.seen(), 4)
}

func TestSettingLimitsRepetitions(t *testing.T) {
	gitlab := serve(t, script{"GET /api/v4/user": {{status: 500}}})
	err := newSubject(t, "Project", nil).Server.Configure(configured(gitlab.URL, "retries", property.New(1.0)))

	assert.ErrorContains(t, err, gitlab.URL+": GitLab fails (500 Internal Server Error) after ")
	assert.Equal(t, []string{"GET /api/v4/user", "GET /api/v4/user"}, gitlab.seen())
}

// The answer to the first POST was lost; the second is refused, because the first had arrived.
func TestTakesWhatAnEarlierAttemptMade(t *testing.T) {
	taken := object{"message": object{"key": []string{"(PASSWORD) has already been taken"}}}
	one := "GET " + variables + "/PASSWORD?filter%5Benvironment_scope%5D=%2A"
	gitlab := serve(t, script{
		"POST " + variables: {{breaks: true}, {status: 400, body: taken}},
		one:                 {{status: 200, body: theVariable()}},
	})
	made, err := on(t, gitlab, "ProjectVariable").create(aVariable)

	require.NoError(t, err)
	assert.Equal(t, "7:PASSWORD:*", made.ID)
	assert.Equal(t, []string{"POST " + variables, "POST " + variables, one}, gitlab.seen())
}

func TestDoesNotTakeWhatIsNotWanted(t *testing.T) {
	other := theVariable()
	other["value"] = "somebody-elses"
	gitlab := serve(t, script{
		"POST " + variables: {{breaks: true}, {status: 400, body: object{"message": object{"key": []string{"(PASSWORD) has already been taken"}}}}},
		"GET " + variables + "/PASSWORD?filter%5Benvironment_scope%5D=%2A": {{status: 200, body: other}},
	})
	_, err := on(t, gitlab, "ProjectVariable").create(aVariable)

	assert.EqualError(t, err, "app: key: (PASSWORD) has already been taken; choose another, or import what is there")
}

// Nothing but the answer tells a runner's token: what an unanswered POST made is removed before the next.
func TestLeavesNoRunnerThatNobodyHoldsTheTokenOf(t *testing.T) {
	list := "GET /api/v4/groups/3/runners?page=1&per_page=100"
	old, orphan := object{"id": 1, "description": "docker"}, object{"id": 2, "description": "docker"}
	gitlab := serve(t, script{
		list:                        {{status: 200, body: []object{old}}, {status: 200, body: []object{old, orphan}}},
		"POST /api/v4/user/runners": {{status: 504}, {status: 201, body: object{"id": 3, "token": "glrt-secret-token"}}},
		"DELETE /api/v4/runners/2":  {{status: 204}},
		"GET /api/v4/runners/3":     {{status: 200, body: object{"id": 3, "description": "docker", "runner_type": "group_type"}}},
	})
	made, err := on(t, gitlab, "UserRunner").create(values{
		"runnerType": property.New("group_type"), "groupId": property.New(3.0), "description": property.New("docker"),
	})

	require.NoError(t, err)
	assert.Equal(t, []string{
		list, "POST /api/v4/user/runners", list, "DELETE /api/v4/runners/2", "POST /api/v4/user/runners",
		"GET /api/v4/runners/3",
	}, gitlab.seen())
	assert.Equal(t, "3", made.ID)
	assert.Equal(t, property.New("glrt-secret-token").WithSecret(true), made.Properties.Get("token"))
}

func TestTakesTheHookThatAnUnansweredRequestMade(t *testing.T) {
	hooks := "/api/v4/projects/7/hooks"
	next := http.Header{"X-Next-Page": {"2"}}
	mine := object{"id": 12, "url": "https://example.org/hook", "push_events": true}
	gitlab := serve(t, script{
		"GET " + hooks + "?page=1&per_page=100": {{status: 200, body: []object{{"id": 10, "url": "https://example.org/other"}}, header: next}},
		"GET " + hooks + "?page=2&per_page=100": {
			{status: 200, body: []object{{"id": 11, "url": "https://example.org/hook"}}},
			{status: 200, body: []object{{"id": 11, "url": "https://example.org/hook"}, mine}},
		},
		"POST " + hooks: {{breaks: true}},
	})
	made, err := on(t, gitlab, "ProjectHook").create(values{
		"project": property.New("7"), "url": property.New("https://example.org/hook"),
	})

	require.NoError(t, err)
	assert.Equal(t, "7:12", made.ID)
}
