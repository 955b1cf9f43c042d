package provider

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestIsAsleep(t *testing.T) {
	awake := httptest.NewServer(http.NotFoundHandler())
	defer awake.Close()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for address, want := range map[string]bool{
		awake.URL + "/api/v4/":        false,
		closed.URL + "/api/v4/":       true,
		"https://192.0.2.1:1/api/v4/": false,
		"https://gitlab.example.com/": false,
		"":                            false,
		"http://localhost:1/api/v4/":  true,
	} {
		if got := isAsleep(address); got != want {
			t.Errorf("isAsleep(%q) = %v, want %v", address, got, want)
		}
	}
}
