-- nick: frames behind a length from the server, bare text from the client.

local text, rules = polylogue.text, tables.nick
local words = rules.words
local name = "nick"

local fields = polylogue.usual_fields(name)
fields.length = ProtoField.uint16(name .. ".length", "Length")
fields.word = ProtoField.string(name .. ".word", "Word", base.UNICODE, "HELLO, NICK, READY, RETRY or BYE")
fields.command = ProtoField.string(name .. ".command", "Command", base.UNICODE)
fields.name = ProtoField.string(name .. ".name", "Proposed name", base.UNICODE)
fields.password = ProtoField.string(name .. ".password", "Password", base.UNICODE)
fields.to = ProtoField.string(name .. ".to", "Recipient", base.UNICODE)
fields.from = ProtoField.string(name .. ".from", "Speaker", base.UNICODE)
fields.private = ProtoField.bool(name .. ".private", "Private")
fields.said = ProtoField.string(name .. ".said", "Said at", base.UNICODE)
fields.text = ProtoField.string(name .. ".text", "Text", base.UNICODE)
fields.notice = ProtoField.string(name .. ".notice", "Sentence of the server", base.UNICODE)

local group, severity = expert.group, expert.severity
local experts = polylogue.usual_experts()
experts.length = { "No length can be so large: the capture may begin within a frame", group.PROTOCOL, severity.WARN }
experts.raw = { "Text without a length", group.PROTOCOL, severity.NOTE }
experts.early = { "Nothing can be said before READY", group.PROTOCOL, severity.WARN }
experts.retry = { "The name is not to be had", group.RESPONSE_CODE, severity.NOTE }
experts.unknown = { "Unknown command", group.PROTOCOL, severity.WARN }

local dialect = polylogue.dialect(name, "nick Chat Protocol", fields, experts)
dialect.preambles = true
dialect.ends_with_push = true
dialect.proto.prefs.psh = Pref.bool(
  "PSH ends what a client says",
  true,
  "A client writes neither lengths nor line ends. With this, segments are one message up to one with PSH; without it, "
    .. "each segment is one."
)

-- Lengths that begin with a printable character are no lengths: frames of 8 kB are not sent.
local first_printable = 32

-- Where raw text of a server ends: where a frame can begin.
local function read_raw(context, bytes, at)
  local stop = bytes:find("[\0\1-\31]", at) or #bytes + 1
  local raw = bytes:find("^Th", at) or bytes:find("^Se", at)
  return { kind = raw and "notice" or "unframed", raw = true, from = at, to = stop, stop = stop }
end

local function read_frame(context, bytes, at)
  local high, low = bytes:byte(at, at + 1)
  if high >= first_printable then
    return read_raw(context, bytes, at)
  end
  if not low then
    return nil, 1
  end
  local stop = at + 2 + high * 256 + low
  if stop > #bytes + 1 then
    return nil, stop - #bytes - 1
  end
  return { kind = "frame", from = at + 2, to = stop, stop = stop }
end

-- `alice: hi`, `alice (to you): hi`, `alice (to you, 2026-11-20 21:31): hi`: who, the bytes up to the text, private, when.
local function speech(content)
  local _, last, speaker = content:find("^([^%s:]+): ")
  if speaker then
    return speaker, last, false
  end
  local when
  _, last, speaker, when = content:find("^([^%s:]+) %(to you(,? ?[%d: -]*)%): ")
  if speaker then
    return speaker, last, true, when:match("%d.*")
  end
  return nil
end

local function note_frame(context, message, content)
  local flow = context.flow
  if content == words.ready or content == words.retry then
    message.kind, message.word = "word", content
    local request = polylogue.answer(context, message, function()
      return true
    end)
    if request and content == words.ready then
      flow.user, flow.ready = request.name, true
    end
  elseif content == words.hello then
    message.kind, message.word = "word", content
  elseif message.kind == "frame" and speech(content) then
    message.kind = "speech"
  elseif message.kind == "frame" then
    message.kind = "notice"
  end
end

-- One message behind its length, as some clients write it.
local function is_prefixed(bytes, at)
  local high, low = bytes:byte(at, at + 1)
  return low ~= nil and high * 256 < rules.max_message + 256 and #bytes - at - 1 == high * 256 + low
end

-- What a client wrote at once ends at a line feed or with the segment; within a character it was cut.
local function read_text(context, bytes, at)
  local side = context.side
  if at == 1 and is_prefixed(bytes, at) then
    return { kind = "text", prefixed = true, from = at + 2, to = #bytes + 1, stop = #bytes + 1 }
  end
  local stop = bytes:find("\n", at, true)
  if stop then
    local to = stop > at and bytes:byte(stop - 1) == 13 and stop - 1 or stop
    return { kind = "text", from = at, to = to, stop = stop + 1 }
  end
  -- An earlier segment ended within a character, and this one does not go on with it: then that was all.
  local cut = side.cut
  if cut and cut < #bytes and not bytes:find("^[\128-\191]", cut + 1) then
    side.cut = nil
    return { kind = "text", from = at, to = cut + 1, stop = cut + 1 }
  end
  local waits = dialect.wishes.psh and not context.pushed and #bytes - at < 65536
  if context.can_wait and (waits or text.cut_at_end(bytes) > 0) then
    side.cut = not waits and #bytes - at + 1 or nil
    return nil
  end
  side.cut = nil
  local to = bytes:byte(-1) == 13 and #bytes > at and #bytes or #bytes + 1
  return { kind = "text", from = at, to = to, stop = #bytes + 1 }
end

local function set_span(message, key, first, last)
  if first and last >= first then
    message[key] = { message.from + first - 1, message.from + last }
  end
end

-- `NICK bob`, `NICKbob`, `NICK bob secret`; other words that begin so are said once one is in the chat.
local function is_naming(flow, content)
  if not flow.ready then
    return true
  end
  local _, many = content:sub(#words.nick + 1):gsub("%S+", "")
  return many <= 2
end

local function note_naming(context, message, content, begin)
  message.kind, message.word = "word", words.nick
  local first = content:find("%S", begin + #words.nick)
  if first then
    local _, last = content:find("^%S+", first)
    local password = content:find("%S", last + 1)
    set_span(message, "name_span", first, last)
    message.name = text.shown(content:sub(first, last))
    if password then
      set_span(message, "password_span", password, #(content:gsub("%s+$", "")))
    end
  end
  polylogue.ask(context, message, { name = message.name })
end

local function note_command(message, content, begin)
  local word, stop = content:match("^/(%a[^%s/]*)()", begin)
  local follows = content:sub(stop or 1, stop or 1)
  if not word or follows == "/" then
    return false
  end
  local lower = word:lower()
  message.kind, message.command = "command", polylogue.is_typed("/" .. word) and lower or "unknown"
  set_span(message, "command_span", begin, stop - 1)
  local rest = content:find("%S", stop)
  if not rest then
    return true
  end
  local secret = polylogue.secret_at(name, content, begin)
  if secret then
    set_span(message, "password_span", secret, #(content:gsub("%s+$", "")))
    if secret > rest then
      set_span(message, "text_span", text.trimmed(content, rest, secret - 1))
    end
  elseif lower == "msg" then
    local _, last = content:find("^%S+", rest)
    set_span(message, "to_span", rest, last)
    local said = content:find("%S", last + 1)
    set_span(message, "text_span", said, #content)
  else
    set_span(message, "text_span", rest, #content)
  end
  return true
end

local function note_text(context, message, content)
  local begin = content:find("%S")
  if not begin then
    message.kind = "empty"
  elseif content:find("^" .. words.bye .. "%s*$", begin) then
    message.kind, message.word = "word", words.bye
  elseif content:sub(begin, begin + #words.nick - 1) == words.nick and is_naming(context.flow, content:sub(begin)) then
    note_naming(context, message, content, begin)
  elseif not note_command(message, content, begin) then
    message.kind = "said"
    message.early = not context.flow.ready and not context.flow.joined or nil
  end
  message.too_long = #content > rules.max_message or nil
end

function dialect.read(context, bytes, at)
  local message, missing
  if context.from_client then
    message, missing = read_text(context, bytes, at)
  else
    message, missing = read_frame(context, bytes, at)
  end
  if not message then
    return nil, missing
  end
  local content = bytes:sub(message.from, message.to - 1)
  if context.from_client then
    note_text(context, message, content)
  else
    note_frame(context, message, content)
  end
  return message
end

function dialect.looks_like(bytes)
  return bytes:find("^\0\5" .. words.hello) ~= nil
end

dialect.speech = speech
polylogue.nick = dialect
