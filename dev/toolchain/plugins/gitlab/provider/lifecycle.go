package provider

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"smallboat/dev/toolchain/plugins/gitlab/resources"
)

func (s *server) create(ctx context.Context, req p.CreateRequest) (p.CreateResponse, error) {
	kind, err := kindOf(req.Urn)
	if err != nil {
		return p.CreateResponse{}, err
	}
	if req.DryRun {
		return p.CreateResponse{Properties: expected(kind, req.Properties, property.Map{}, nil)}, nil
	}
	call, err := s.call(kind, "", req.Urn.Name(), req.Properties, property.Map{})
	if err != nil {
		return p.CreateResponse{}, err
	}
	id, object, err := kind.Create(ctx, call)
	if err != nil {
		err = s.report(call, err)
	}
	if object == nil {
		return p.CreateResponse{}, err
	}
	response := p.CreateResponse{ID: id, Properties: stateOf(kind, object, req.Properties, property.Map{})}
	if err != nil {
		response.PartialState = &p.InitializationFailed{Reasons: []string{err.Error()}}
	}
	return response, err
}

func (s *server) read(ctx context.Context, req p.ReadRequest) (p.ReadResponse, error) {
	kind, err := kindOf(req.Urn)
	if err != nil {
		return p.ReadResponse{}, err
	}
	if s.isUndecided() {
		return p.ReadResponse{ID: req.ID, Properties: req.Properties, Inputs: req.Inputs}, nil
	}
	call, err := s.call(kind, req.ID, req.Urn.Name(), property.Map{}, req.Properties)
	if err != nil {
		return p.ReadResponse{}, err
	}
	if req.Properties.Len() > 0 && isAsleep(call.Client.BaseURL) {
		return p.ReadResponse{ID: req.ID, Properties: req.Properties, Inputs: req.Inputs}, nil
	}
	address(kind, call)
	object, err := kind.Read(ctx, call)
	if err != nil {
		return p.ReadResponse{}, s.report(call, err)
	}
	if object == nil {
		return p.ReadResponse{}, nil
	}
	id, before := req.ID, req.Properties
	if kind.Identify != nil {
		id = kind.Identify(object)
	}
	for name, value := range call.Inputs {
		if before.Get(name).IsNull() {
			before = before.Set(name, valueOf(value))
		}
	}
	state := stateOf(kind, object, orState(req.Inputs, before), before)
	if req.Inputs.Len() == 0 {
		state = withheld(kind, state)
	}
	return p.ReadResponse{ID: id, Properties: state, Inputs: inputsOf(kind, state, req.Inputs)}, nil
}

// orState: an import has no inputs yet.
func orState(inputs, state property.Map) property.Map {
	if inputs.Len() == 0 {
		return state
	}
	return inputs
}

func (s *server) update(ctx context.Context, req p.UpdateRequest) (p.UpdateResponse, error) {
	kind, err := kindOf(req.Urn)
	if err != nil {
		return p.UpdateResponse{}, err
	}
	changed := changedInputs(kind, req.Inputs, req.OldInputs, req.State, req.IgnoreChanges)
	if req.DryRun {
		return p.UpdateResponse{Properties: expected(kind, req.Inputs, req.State, changed)}, nil
	}
	call, err := s.call(kind, req.ID, req.Urn.Name(), req.Inputs, req.State)
	if err != nil {
		return p.UpdateResponse{}, err
	}
	for _, name := range changed {
		call.Changed[name] = true
	}
	object, err := kind.Update(ctx, call)
	if err != nil {
		return p.UpdateResponse{}, s.report(call, err)
	}
	return p.UpdateResponse{Properties: stateOf(kind, object, req.Inputs, req.State)}, nil
}

func (s *server) delete(ctx context.Context, req p.DeleteRequest) error {
	kind, err := kindOf(req.Urn)
	if err != nil {
		return err
	}
	call, err := s.call(kind, req.ID, req.Urn.Name(), property.Map{}, req.Properties)
	if err != nil {
		return err
	}
	address(kind, call)
	if err := kind.Delete(ctx, call); err != nil {
		return s.report(call, err)
	}
	return nil
}

func (s *server) call(
	kind *resources.Kind, id, name string, inputs, state property.Map,
) (*resources.Call, error) {
	client, err := s.connection()
	return &resources.Call{
		Client: client, Kind: kind, ID: id, Name: name,
		Inputs: known(inputs), State: known(state), Changed: map[string]bool{},
	}, err
}

// address fills in, for an import, what the id says.
func address(kind *resources.Kind, call *resources.Call) {
	if kind.Address != nil {
		for name, value := range kind.Address(call.ID) {
			if _, known := call.State[name]; !known {
				call.State[name] = value
			}
		}
	}
	call.Inputs = call.State
}
