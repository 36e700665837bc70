package api

import (
	"maps"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// meaning is what a problem code says: its status, what it is called, and what
// to do. Hints may hold {parameters}.
type meaning struct {
	status      int
	title, hint definition.Text
}

// meanings holds every code an answer can have: those of the core and those of
// this package.
var meanings = func() map[string]meaning {
	all := maps.Clone(requestMeanings)
	maps.Copy(all, rejectionMeanings)
	return all
}()

func says(status int, zh, en, hintZH, hintEN string) meaning {
	return meaning{status, definition.Text{ZH: zh, EN: en}, definition.Text{ZH: hintZH, EN: hintEN}}
}

// rejectionMeanings are the codes of engine.Rejection. A test walks the core's
// constants and fails for one that is missing here.
var rejectionMeanings = map[string]meaning{
	engine.RejectExists:           says(409, "案件已存在", "The case exists", "该编号的案件已经存在。", "A case with this number exists already."),
	engine.RejectNotActive:        says(409, "案件已结束", "The case has ended", "案件已不在进行中,不能再改动。", "The case is no longer active and cannot be changed."),
	engine.RejectProcess:          says(404, "没有这个流程", "No such process", "请用 GET /processes 查看可用流程。", "See GET /processes for what there is."),
	engine.RejectStart:            says(422, "没有这个起点", "No such start", "流程里没有这个开始方式。", "The process does not begin this way."),
	engine.RejectLane:             says(422, "没有这条泳道", "No such lane", "客户只能对应流程中的外部泳道。", "Customers stand behind outside lanes of the process only."),
	engine.RejectTaskNotOpen:      says(409, "任务已不存在", "The task is not open", "任务已完成或已收回,请刷新待办。", "It was completed or withdrawn; refresh the inbox."),
	engine.RejectTaskClaimed:      says(409, "任务已被领取", "The task is taken", "已有人领取这个任务,见 current。", "Somebody has claimed it; see current."),
	engine.RejectTaskNotYours:     says(403, "这不是您的任务", "The task is not yours", "任务由别人处理;需要时请负责人转交。", "Somebody else has it; a lead can hand it over."),
	engine.RejectTaskCandidate:    says(403, "您不能做这个任务", "You are not a candidate", "任务只能由该泳道班组的成员处理。", "Only members of the lane's team may do it."),
	engine.RejectTaskExcluded:     says(403, "职责分离", "Separation of duties", "您做过前面的环节,这一步须由他人完成。", "You did an earlier step; somebody else must do this one."),
	engine.RejectTaskHeld:         says(409, "任务已暂停", "The task is on hold", "请先恢复任务。", "Resume it first."),
	engine.RejectTaskNotHeld:      says(409, "任务没有暂停", "The task is not on hold", "只有暂停的任务才能恢复。", "Only a task on hold can be resumed."),
	engine.RejectTaskUnassigned:   says(409, "任务还没有人领取", "Nobody has the task", "请先领取任务。", "Claim it first."),
	engine.RejectTaskStarted:      says(409, "任务已开始", "The task has begun", "任务已经开始处理。", "Work on it has begun already."),
	engine.RejectForm:             says(422, "表单有误", "The form is not right", "请按 errors 逐项改正。", "Correct the places listed in errors."),
	engine.RejectHoldReason:       says(422, "没有这个暂停原因", "No such hold reason", "请选用流程定义的暂停原因。", "Use one of the reasons the process names."),
	engine.RejectMessageUnknown:   says(422, "没有这种消息", "No such message", "没有流程声明这种消息。", "No process declares this message."),
	engine.RejectMessageUnwanted:  says(409, "现在不接受这条消息", "The message is not expected", "案件当前没有等待这条消息。", "The case does not wait for it now."),
	engine.RejectMessageAmbiguous: says(409, "消息有多个接收者", "Several receivers", "请给出关键字或案件编号。", "Give a key, or the number of the case."),
	engine.RejectNoteEmpty:        says(422, "备注是空的", "The note is empty", "请写下内容。", "Write something."),
	engine.RejectNoteLong:         says(422, "备注太长", "The note is too long", "请缩短备注。", "Shorten it."),
	engine.RejectIncident:         says(409, "异常已处理", "The incident is not open", "异常已被处理,请刷新。", "It was resolved already; refresh."),
	engine.RejectIncidentFlow:     says(422, "没有这条流向", "No such flow", "请给出该环节的一条出口流向。", "Name a flow that leaves this element."),
	engine.RejectReason:           says(422, "缺少理由", "A reason is missing", "这项操作必须说明理由。", "This needs a reason."),
	engine.RejectKeyRunning:       says(409, "该关键字的案件正在进行", "A case for the key is running", "同一关键字同时只能有一个案件。", "There is one case for a key at a time."),
	engine.RejectCalendar:         says(409, "没有这个日历", "No such calendar", "流程用到的日历没有载入;请联系管理员。", "A calendar the process names is not loaded; tell an administrator."),
	engine.RejectClock:            says(409, "承诺没有在计时", "The promise does not run", "这一轮承诺已结束,请刷新。", "This cycle has ended; refresh."),
	engine.RejectExtension:        says(422, "不能延期", "It cannot be extended", "只能在超期前、按流程列出的理由、在限定次数内延期。", "Only before a breach, for a reason the process names, and so many times."),
	engine.RejectMailbox:          says(409, "信箱不符", "Not this mailbox", "消息不属于这个信箱。", "The message belongs to another mailbox."),
}

// requestMeanings are the codes of this package.
var requestMeanings = map[string]meaning{
	"not_found":          says(404, "没有找到", "Not found", "没有这个对象,或您无权查看。", "There is no such thing, or it is not for you."),
	"route_unknown":      says(404, "没有这个地址", "No such route", "可用地址见 /api/v1/openapi.json。", "See /api/v1/openapi.json for what there is."),
	"method_not_allowed": says(405, "不支持这种方法", "Method not allowed", "这个地址不支持该方法。", "The route does not know this method."),
	"not_acceptable":     says(406, "无法给出这种格式", "Not acceptable", "只提供 application/json。", "Only application/json is offered."),

	"token.missing":   says(401, "请先登录", "Sign in first", "请在 Authorization 中给出 Bearer 令牌。", "Give a Bearer token in Authorization."),
	"token.unknown":   says(401, "令牌无效", "Unknown token", "令牌不存在或已被撤销。", "The token does not exist or was revoked."),
	"token.expired":   says(401, "令牌已过期", "The token has expired", "请申请新的令牌。", "Ask for a new one."),
	"token.no_person": says(401, "令牌的主人已不在组织中", "The token's person is gone", "请联系管理员。", "Ask an administrator."),
	"role.missing":    says(403, "没有权限", "Not permitted", "您的角色不能做这件事。", "Your roles do not allow this."),
	"task.not_led":    says(403, "不能转交这个任务", "You may not hand this over", "只能转交自己的任务,或您所管班组的任务。", "Hand over your own tasks, or those of teams you direct."),

	"too_many_requests": says(429, "请求太多", "Too many requests", "请在 {seconds} 秒后再试。", "Try again in {seconds} seconds."),

	"body.unreadable":    says(400, "请求体无法读取", "The body cannot be read", "请求体须是有效的 UTF-8 JSON。", "The body must be valid JSON in UTF-8."),
	"body.duplicate_key": says(400, "键重复", "Duplicate key", "同一对象里的键 {key} 写了两次。", "Key {key} is given twice in one object."),
	"body.too_deep":      says(400, "嵌套太深", "Nested too deeply", "JSON 最多嵌套 {limit} 层。", "JSON may nest {limit} levels."),
	"body.too_large":     says(413, "请求体太大", "The body is too large", "请求体最多 1048576 字节。", "A body holds at most 1048576 bytes."),
	"body.media_type":    says(415, "不支持这种内容类型", "Unsupported media type", "请发送 application/json。", "Send application/json."),
	"body.timeout":       says(408, "请求体接收超时", "The body took too long", "请重新发送。", "Send it again."),
	"request.invalid":    says(422, "请求有误", "The request is not valid", "请按 errors 逐项改正。", "Correct the places listed in errors."),

	"precondition.required":   says(428, "缺少 If-Match", "If-Match is missing", "请先读取,再在 If-Match 中给出 ETag。", "Read it first and give its ETag in If-Match."),
	"precondition.stale":      says(412, "内容已被改动", "Somebody changed it", "请重新读取后再改。", "Read it again, then change it."),
	"idempotency.key_invalid": says(400, "Idempotency-Key 无效", "Invalid Idempotency-Key", "须为 1 到 200 个可见 ASCII 字符。", "It must be 1 to 200 visible ASCII characters."),
	"idempotency.key_reused":  says(422, "Idempotency-Key 已用于别的请求", "The Idempotency-Key was used", "同一个键 24 小时内只能用于同一请求。", "For 24 hours a key belongs to one request."),
	"cursor.invalid":          says(422, "游标无效", "Invalid cursor", "请从第一页重新读取。", "Begin again at the first page."),
	"cursor.other_filter":     says(422, "游标属于别的筛选", "The cursor is of another filter", "换了筛选条件须从第一页读起。", "With another filter begin at the first page."),

	"process.invalid":      says(422, "流程有误", "The process has mistakes", "请按 errors 逐项改正。", "Correct the places listed in errors."),
	"calendar.invalid":     says(422, "日历有误", "The calendar has mistakes", "请按 errors 逐项改正。", "Correct the places listed in errors."),
	"calendar.past":        says(403, "不能更正过去", "The past is not yours to correct", "生效时刻在过去的改动由管理员进行。", "A change that is valid from an earlier instant is made by an administrator."),
	"calendar.refused":     says(409, "日历不能这样改", "The calendar cannot be changed so", "它正被使用,或改后别的日历无法使用。", "It is in use, or others could not be used any more."),
	"organisation.invalid": says(422, "组织数据有误", "The organisation has mistakes", "请按 errors 逐项改正。", "Correct the places listed in errors."),
	"customer.invalid":     says(422, "客户数据有误", "The customer has mistakes", "请按 errors 逐项改正。", "Correct the places listed in errors."),
	"customer.erased":      says(410, "客户数据已删除", "The customer was erased", "个人数据已按要求销毁,无法恢复。", "The personal data were destroyed on request and cannot be restored."),

	"personal.erased": says(410, "个人数据已删除", "The personal data were erased", "该客户的个人数据已销毁,不能再写入。", "The customer's key was destroyed; nothing personal can be stored any more."),

	"link.too_many": says(409, "链接太多", "Too many links", "请先撤销不用的客户链接。", "Revoke customer links that are not used."),

	"busy":            says(503, "案件正忙", "The case is busy", "许多人同时在改动它,请再试一次。", "Many change it at once; try again."),
	"unavailable":     says(503, "服务暂不可用", "Unavailable", "没有任何改动;请稍后再试。", "Nothing was changed; try again later."),
	"outcome_unknown": says(503, "结果未知", "The outcome is unknown", "改动可能已生效;请用同一 Idempotency-Key 重试。", "It may have been done; try again with the same Idempotency-Key."),
	"internal":        says(500, "内部错误", "Internal error", "已记录;请凭 requestId 联系管理员。", "It was logged; tell an administrator the requestId."),
}
