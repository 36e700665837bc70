package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
)

func (s *server) problemRoutes() {
	handle(s, operation("list-problems", http.MethodGet, "/problems", "Every code an error can have"), s.listProblems)
	handle(s, operation("get-problem", http.MethodGet, "/problems/{code}", "What a code means: where the type of a problem points"), s.getProblem)
}

// ProblemCode describes one code, in both languages.
type ProblemCode struct {
	Code    string `json:"code"`
	Status  int    `json:"status"`
	TitleZH string `json:"titleZh"`
	TitleEN string `json:"titleEn"`
	HintZH  string `json:"hintZh"`
	HintEN  string `json:"hintEn"`
}

func problemCode(code string) ProblemCode {
	m := meanings[code]
	return ProblemCode{code, m.status, m.title.ZH, m.title.EN, m.hint.ZH, m.hint.EN}
}

type problemCodesOutput struct{ Body Page[ProblemCode] }

func (s *server) listProblems(context.Context, *struct{}) (*problemCodesOutput, error) {
	out := &problemCodesOutput{Page[ProblemCode]{Items: []ProblemCode{}, AsOf: s.asOf()}}
	for _, code := range slices.Sorted(maps.Keys(meanings)) {
		out.Body.Items = append(out.Body.Items, problemCode(code))
	}
	return out, nil
}

type problemCodeInput struct {
	Code string `path:"code" maxLength:"64" example:"task.already_claimed"`
}

type problemCodeOutput struct{ Body ProblemCode }

func (s *server) getProblem(_ context.Context, in *problemCodeInput) (*problemCodeOutput, error) {
	if _, known := meanings[in.Code]; !known {
		return nil, errCode("not_found")
	}
	return &problemCodeOutput{problemCode(in.Code)}, nil
}
