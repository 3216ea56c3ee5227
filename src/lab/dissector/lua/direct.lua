-- direct: lines both ways; the oldest programs leave out their ends.

local text, rules = polylogue.text, tables.direct
local name = "direct"

local fields = polylogue.usual_fields(name)
fields.kind = ProtoField.string(name .. ".kind", "Kind", base.UNICODE, "name, message, room, command, welcome, notice, ...")
fields.name = ProtoField.string(name .. ".name", "Name", base.UNICODE)
fields.password = ProtoField.string(name .. ".password", "Password", base.UNICODE)
fields.target = ProtoField.string(name .. ".target", "Target", base.UNICODE)
fields.room = ProtoField.string(name .. ".room", "Room", base.UNICODE)
fields.from = ProtoField.string(name .. ".from", "Speaker", base.UNICODE)
fields.said = ProtoField.string(name .. ".said", "Said at", base.UNICODE)
fields.text = ProtoField.string(name .. ".text", "Text", base.UNICODE)
fields.command = ProtoField.string(name .. ".command", "Command", base.UNICODE)
fields.notice = ProtoField.string(name .. ".notice", "Sentence of the server", base.UNICODE)

local group, severity = expert.group, expert.severity
local experts = polylogue.usual_experts()
experts.no_line_end = { "A line without its LF", group.PROTOCOL, severity.CHAT }
experts.format = { "A line without a target", group.PROTOCOL, severity.WARN }
experts.name = { "That is no name", group.PROTOCOL, severity.WARN }
experts.unknown = { "Unknown command", group.PROTOCOL, severity.WARN }

local dialect = polylogue.dialect(name, "direct Chat Protocol", fields, experts)
dialect.preambles = true
dialect.ends_with_push = true
dialect.proto.prefs.psh = Pref.bool(
  "PSH ends a line, until the first LF",
  true,
  "The oldest programs write no LF. With this, what they write ends with a segment that has PSH; without it, at LF only."
)

local function note_welcome(context, message, content)
  local user = content:match("^Welcome (%S+)! You can now chat%.$")
  if not user then
    return false
  end
  message.kind = "welcome"
  context.flow.user = text.shown(user)
  return true
end

-- `[alice] hi`, `[alice #lobby] hi`, `[alice -> bob] hi` (with U+2192), `[alice 2026-11-20 21:31] hi`; the name may hold brackets.
local function note_speech(message, content)
  local _, last = content:find("^%[[^ ]+%] ?")
  if not last then
    _, last = content:find("^%[[^ ]+ [#%d\226][^%]]*%] ?")
  end
  if not last then
    return false
  end
  message.kind, message.text_at = "speech", message.from + last
  return true
end

local function note_line(context, message, content)
  local waiting = context.flow.waiting
  if context.from_client then
    local login = not context.flow.named and not (context.flow.joined and content:find(":", 1, true))
    context.flow.named = true
    local first, last = text.trimmed(content, 1, #content)
    content = content:sub(first, last)
    message.from, message.to = message.from + first - 1, message.from + last
    if login then
      message.kind = "name"
      polylogue.ask(context, message, {})
    elseif content == "" then
      message.kind = "empty"
    elseif content:find("^/") and not content:find("^/[^ \t]*:") then
      message.kind = "command"
    elseif content:find(":", 2, true) then
      message.kind = "message"
    elseif content:find("^#%S+$") then
      message.kind = "leave"
    else
      message.kind = "wrong"
    end
    return
  end
  context.flow.named = true
  if not note_welcome(context, message, content) and not note_speech(message, content) then
    message.kind = "notice"
  end
  if waiting[1] and message.kind ~= "speech" then
    polylogue.answer(context, message, function()
      return true
    end)
  end
end

local function too_long(context, bytes, at)
  if #bytes - at + 1 > rules.max_line + 1 then
    context.side.dropping = true
    return { kind = "long", stop = #bytes + 1 }
  end
  return nil
end

-- Whether what stands without LF is all: as of the oldest programs.
local function is_whole(context)
  if not context.can_wait then
    return true
  end
  return dialect.wishes.psh and not context.side.lines and context.pushed
end

function dialect.read(context, bytes, at)
  local side = context.side
  local stop = bytes:find("\n", at, true)
  if side.dropping then
    side.dropping = stop == nil
    return { kind = "long", stop = (stop or #bytes) + 1 }
  end
  local message
  if stop then
    side.lines = true
    local to = stop > at and bytes:byte(stop - 1) == 13 and stop - 1 or stop
    message = { from = at, to = to, stop = stop + 1 }
  elseif is_whole(context) and #bytes - at < rules.max_line then
    message = { from = at, to = #bytes + 1, stop = #bytes + 1, bare = true }
  else
    return too_long(context, bytes, at)
  end
  message.too_long = context.from_client and message.to - message.from > rules.max_line or nil
  note_line(context, message, bytes:sub(message.from, message.to - 1))
  return message
end

function dialect.looks_like(bytes)
  return bytes:find("^Welcome %S+! You can now chat%.\n") ~= nil
end

polylogue.direct = dialect
