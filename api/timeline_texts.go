package api

import (
	"github.com/laneway-flow/laneway/engine/definition"
)

// timelineTexts is what each kind of entry says. {Places} are filled by the
// entry: who did it, the step, and what the kind speaks of.
var timelineTexts = map[string]definition.Text{
	"instance_started":    {ZH: "{who}发起了案件", EN: "{who} started the case"},
	"instance_ended":      {ZH: "案件结束", EN: "The case ended"},
	"instance_cancelled":  {ZH: "{who}取消了案件:{reason}", EN: "{who} cancelled the case: {reason}"},
	"data_changed":        {ZH: "流程改写了数据:{fields}", EN: "The flow set {fields}"},
	"data_corrected":      {ZH: "{who}更正了数据 {fields}:{reason}", EN: "{who} corrected {fields}: {reason}"},
	"token_entered":       {ZH: "到达「{step}」", EN: "Reached {step}"},
	"token_moved":         {ZH: "前往「{step}」", EN: "Went on to {step}"},
	"token_consumed":      {ZH: "一条路径结束", EN: "A branch ended"},
	"step_entered":        {ZH: "进入「{step}」", EN: "{step} began"},
	"step_completed":      {ZH: "「{step}」完成", EN: "{step} is done"},
	"step_withdrawn":      {ZH: "「{step}」被收回", EN: "{step} was withdrawn"},
	"scope_opened":        {ZH: "子流程「{step}」开始", EN: "Subprocess {step} began"},
	"scope_closed":        {ZH: "子流程结束", EN: "A subprocess ended"},
	"task_opened":         {ZH: "「{step}」等待 {lane} 处理", EN: "{step} waits for {lane}"},
	"task_assigned":       {ZH: "{who}把「{step}」派给 {to}", EN: "{who} assigned {step} to {to}"},
	"task_claimed":        {ZH: "{to}领取了「{step}」", EN: "{to} claimed {step}"},
	"task_unassigned":     {ZH: "{who}把「{step}」放回队列", EN: "{who} put {step} back into the queue"},
	"task_started":        {ZH: "{who}开始处理「{step}」", EN: "{who} began {step}"},
	"task_held":           {ZH: "{who}暂停了「{step}」:{reason}", EN: "{who} put {step} on hold: {reason}"},
	"task_resumed":        {ZH: "{who}恢复了「{step}」", EN: "{who} resumed {step}"},
	"task_completed":      {ZH: "{who}完成了「{step}」", EN: "{who} completed {step}"},
	"task_withdrawn":      {ZH: "「{step}」的任务被收回", EN: "The task of {step} was withdrawn"},
	"note_added":          {ZH: "{who}写了备注", EN: "{who} wrote a note"},
	"timer_armed":         {ZH: "定时器设于 {due}", EN: "A timer was set for {due}"},
	"timer_fired":         {ZH: "「{step}」的定时器到点({due})", EN: "The timer of {step} fired (due {due})"},
	"timer_cancelled":     {ZH: "定时器取消", EN: "A timer was cancelled"},
	"subscription_opened": {ZH: "开始等待消息「{message}」", EN: "Waits for message {message}"},
	"subscription_closed": {ZH: "不再等待消息「{message}」", EN: "No longer waits for message {message}"},
	"message_received":    {ZH: "{who}发来消息「{message}」", EN: "{who} sent message {message}"},
	"message_sent":        {ZH: "发出消息「{message}」", EN: "Sent message {message}"},
	"text_sent":           {ZH: "向 {lane} 发送了文本「{text}」", EN: "Sent text {text} to {lane}"},
	"turn_passed":         {ZH: "轮到{party}", EN: "It is the turn of {party}"},
	"incident_raised":     {ZH: "「{step}」出现异常:{detail}", EN: "Incident at {step}: {detail}"},
	"incident_resolved":   {ZH: "{who}处理了异常", EN: "{who} resolved an incident"},
	"start_key_freed":     {ZH: "关键字已释放", EN: "The start key is free"},
	"promise_started":     {ZH: "承诺「{promise}」开始计时,到期 {due}", EN: "Promise {promise} began, due {due}"},
	"promise_none":        {ZH: "「{promise}」:本案件不作承诺", EN: "{promise}: nothing is promised for this case"},
	"promise_paused":      {ZH: "承诺「{promise}」暂停:{why}", EN: "Promise {promise} stands still: {why}"},
	"promise_resumed":     {ZH: "承诺「{promise}」继续计时,到期 {due}", EN: "Promise {promise} runs again, due {due}"},
	"promise_retargeted":  {ZH: "承诺「{promise}」目标改变,到期 {due}", EN: "Promise {promise} has another target, due {due}"},
	"promise_extended":    {ZH: "{who}延期了承诺「{promise}」至 {due}:{reason}", EN: "{who} extended promise {promise} to {due}: {reason}"},
	"promise_redued":      {ZH: "承诺「{promise}」到期重算为 {due}", EN: "The due of promise {promise} was worked out again: {due}"},
	"promise_breached":    {ZH: "承诺「{promise}」超期(应于 {due})", EN: "Promise {promise} was breached (due {due})"},
	"promise_met":         {ZH: "承诺「{promise}」按时完成", EN: "Promise {promise} was met"},
	"promise_late":        {ZH: "承诺「{promise}」结束,已超期", EN: "Promise {promise} ended, breached"},
	"promise_cancelled":   {ZH: "承诺「{promise}」取消", EN: "Promise {promise} was cancelled"},
	"level_reached":       {ZH: "「{promise}」到达升级点 {level}", EN: "{promise} reached {level}"},
	"event_reached":       {ZH: "「{promise}」到达「{step}」的事件点", EN: "{promise} reached its event at {step}"},
	"level_acknowledged":  {ZH: "{who}确认了「{promise}」的提醒", EN: "{who} acknowledged {promise}"},
	"person_notified":     {ZH: "就「{promise}」通知了 {to}({as})", EN: "Told {to} ({as}) of {promise}"},
	"nobody_notified":     {ZH: "「{promise}」应通知 {as},但无人可通知", EN: "{promise}: there was nobody to tell as {as}"},
	"priority_raised":     {ZH: "优先级升为 {to}", EN: "The priority was raised to {to}"},
	"participant_added":   {ZH: "{to}加入了案件", EN: "{to} takes part from now on"},
}

// detailKinds are the entries of the machinery; they are shown on request.
var detailKinds = map[string]bool{
	"token_entered": true, "token_moved": true, "token_consumed": true, "step_entered": true, "step_completed": true,
	"scope_opened": true, "scope_closed": true, "timer_armed": true, "timer_cancelled": true, "subscription_opened": true,
	"subscription_closed": true, "turn_passed": true, "start_key_freed": true, "promise_started": true,
	"promise_none": true, "promise_redued": true, "promise_cancelled": true,
}

var partyTexts = map[definition.Party]definition.Text{
	definition.Us:       {ZH: "我方", EN: "us"},
	definition.Customer: {ZH: "客户", EN: "the customer"},
	definition.Supplier: {ZH: "供应商", EN: "the supplier"},
	"":                  {ZH: "无人", EN: "nobody"},
}

var actorTexts = map[string]definition.Text{
	"customer": {ZH: "客户", EN: "The customer"},
	"system":   {ZH: "系统", EN: "The system"},
	"service":  {ZH: "程序 {id}", EN: "Program {id}"},
	"staff":    {ZH: "{id}", EN: "{id}"},
}
