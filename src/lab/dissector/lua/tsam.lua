-- tsam: commands in frames of 01 and 04 or on lines towards the server, raw text back.

local text, rules = polylogue.text, tables.tsam
local name = "tsam"

local fields = polylogue.usual_fields(name)
fields.framing = ProtoField.string(name .. ".framing", "Framing")
fields.command = ProtoField.string(name .. ".command", "Command", base.UNICODE)
fields.greeting = ProtoField.string(name .. ".greeting", "Greeting", base.UNICODE)
fields.to = ProtoField.string(name .. ".to", "Recipient", base.UNICODE)
fields.text = ProtoField.string(name .. ".text", "Text", base.UNICODE)
fields.box = ProtoField.string(name .. ".box", "Mailbox", base.UNICODE)
fields.name = ProtoField.string(name .. ".name", "Name", base.UNICODE)
fields.password = ProtoField.string(name .. ".password", "Password", base.UNICODE)
fields.rest = ProtoField.string(name .. ".rest", "Rest", base.UNICODE)
fields.reply = ProtoField.string(name .. ".reply", "Reply", base.UNICODE)
fields.error = ProtoField.string(name .. ".error", "Error", base.UNICODE)
fields.from = ProtoField.string(name .. ".from", "Sender", base.UNICODE)
fields.message = ProtoField.string(name .. ".message", "Message", base.UNICODE)
fields.count = ProtoField.uint32(name .. ".count", "Messages waiting")
fields.server = ProtoField.string(name .. ".server", "Entry", base.UNICODE)
fields.server_id = ProtoField.string(name .. ".server.id", "Id", base.UNICODE)
fields.server_address = ProtoField.string(name .. ".server.address", "Address", base.UNICODE)
fields.server_port = ProtoField.uint16(name .. ".server.port", "Port")
fields.status = ProtoField.string(name .. ".status", "Status", base.UNICODE)

local group, severity = expert.group, expert.severity
local experts = polylogue.usual_experts()
experts.malformed = { "The frame has no beginning or no end", group.PROTOCOL, severity.WARN }
experts.unknown = { "Unknown command", group.PROTOCOL, severity.WARN }
experts.error = { "The server refuses", group.RESPONSE_CODE, severity.NOTE }
experts.few = { "The command needs more fields", group.PROTOCOL, severity.WARN }
experts.glued = { "Two entries run together without a semicolon", group.PROTOCOL, severity.NOTE }

local dialect = polylogue.dialect(name, "tsam Chat Protocol", fields, experts)
dialect.preambles = true
dialect.ends_with_push = true
dialect.proto.prefs.psh = Pref.bool(
  "PSH ends a reply",
  true,
  "Nothing ends a reply. With this, segments are one reply up to one with PSH; without it, each segment is one."
)

-- The place of the 04 that ends the frame at `at`, or of an 01 in it; nil when neither has come. Of 10 01 and 10 04 the
-- second byte is text.
local function frame_end(bytes, at)
  local place = bytes:find("[\1\4\16]", at + 1)
  while place do
    local byte = bytes:byte(place)
    if byte ~= 16 then
      return place, byte
    end
    local follows = bytes:byte(place + 1)
    place = bytes:find("[\1\4\16]", (follows == 1 or follows == 4) and place + 2 or place + 1)
  end
  return nil
end

local function unstuffed(bytes)
  return (bytes:gsub("\16([\1\4])", "%1"))
end

-- A message whose end has not come: waited for, unless it is too long already.
local function unended(context, bytes, at)
  if #bytes - at > 2 * rules.max_command + 2 then
    context.side.dropping = bytes:byte(at) == 1 and "\4" or "\n"
    return { kind = "long", stop = #bytes + 1 }
  end
  return nil
end

local function read_frame(context, bytes, at)
  local place, byte = frame_end(bytes, at)
  if not place then
    return unended(context, bytes, at)
  elseif byte == 1 then
    return { kind = "malformed", stop = place }
  end
  return { kind = "text", framing = "frame", from = at + 1, to = place, stop = place + 1 }
end

local function read_line(context, bytes, at)
  local place = bytes:find("[\1\4\n]", at)
  if not place then
    return unended(context, bytes, at)
  end
  local byte = bytes:byte(place)
  if byte ~= 10 then
    return { kind = "malformed", stop = byte == 4 and place + 1 or place }
  end
  local to = place > at and bytes:byte(place - 1) == 13 and place - 1 or place
  return { kind = "text", framing = "line", from = at, to = to, stop = place + 1 }
end

-- The rest of what was too long.
local function read_dropped(context, bytes, at)
  local last = bytes:find(context.side.dropping, at, true)
  if last then
    context.side.dropping = nil
  end
  return { kind = "long", stop = (last or #bytes) + 1 }
end

-- Replies have no end: a segment, or several up to one with PSH.
local longest_reply = 65536
local function read_raw(context, bytes, at)
  local whole = context.pushed or not context.can_wait or not dialect.wishes.psh or #bytes - at >= longest_reply
  if not whole then
    return nil
  end
  local to = bytes:byte(-1) == 10 and #bytes > at and #bytes or #bytes + 1
  return { kind = "text", framing = "none", from = at, to = to, stop = #bytes + 1 }
end

-- What a text is: a command, or what answers one. Links between servers carry both ways.
local function classify(message, content, from_client)
  local word, sign = content:match("^([^, ]*)([, ]?)")
  if from_client and not content:find("^SERVERS,") and not content:find("^STATUSRESP,") then
    message.kind, message.word = "command", word
  elseif message.framing == "frame" and rules.commands[word] and word ~= "SERVERS" and word ~= "KEEPALIVE" then
    message.kind, message.word = "command", word
  else
    message.kind = "reply"
  end
  message.comma = sign == "," or nil
end

local function begins_with(content, beginnings)
  for _, beginning in ipairs(beginnings) do
    if content:sub(1, #beginning) == beginning then
      return true
    end
  end
  return false
end

-- Whether a reply may be the answer to a command.
local function answers(content, request)
  local row = rules.commands[request.word]
  local unknown = content:match("^Error: Unknown command (.*)%.$")
  if unknown then
    return not row and unknown == request.shown_word
  end
  if content:sub(1, 7) == "Error: " then
    local invalid = content:match("^Error: Invalid (%S+) command format")
    local recipient = content:match("^Error: Unknown recipient (.*)%.$")
    if invalid then
      return invalid == request.word and (request.few or request.word ~= "SENDMSG")
    end
    return not recipient or request.word == "SENDMSG" and request.recipient == recipient
  end
  return row ~= nil and begins_with(content, row.answers)
end

local function note_command(context, message, content)
  local word = message.word
  local row = rules.commands[word]
  local silent = not row or row.silent == "always" or (row.silent == "comma" and message.comma)
  local request = { word = word, shown_word = not row and text.shown(word) or nil, silent = silent }
  if word == "SENDMSG" then
    request.recipient = content:match(message.comma and "^SENDMSG, *([^,]-) *,." or "^SENDMSG +(%S+) +.")
    message.few = (request.recipient == nil or request.recipient == "") or nil
    request.few = message.few
  end
  polylogue.ask(context, message, request)
end

local function note_reply(context, message, content)
  local flow = context.flow
  local request = polylogue.answer(context, message, function(each)
    return answers(content, each)
  end)
  if request then
    -- The message it was is not needed any more.
    request.message = nil
    flow.last_request = request
    flow.user = content:match("^You are (%S+) now%.") or flow.user
  elseif flow.last_request and content:sub(1, 5) == "From " and answers(content, flow.last_request) then
    message.answer_to = flow.last_request.number
  end
end

function dialect.read(context, bytes, at)
  local first = bytes:byte(at)
  local message
  if context.side.dropping then
    message = read_dropped(context, bytes, at)
  elseif first == 1 then
    message = read_frame(context, bytes, at)
  elseif not context.from_client then
    message = read_raw(context, bytes, at)
  elseif first == 4 then
    message = { kind = "malformed", stop = at + 1 }
  else
    message = read_line(context, bytes, at)
  end
  if not message or message.kind ~= "text" then
    return message
  end
  local content = unstuffed(bytes:sub(message.from, message.to - 1))
  if content == "" then
    message.kind = "empty"
    return message
  end
  message.too_long = #content > rules.max_command or nil
  classify(message, content, context.from_client)
  if message.kind == "command" then
    note_command(context, message, content)
  else
    note_reply(context, message, content)
  end
  return message
end

polylogue.tsam = dialect
