-- chatroom: numbers in 64 bytes, and streams behind a length in 1024 bytes which the other side acknowledges.

local text, rules = polylogue.text, tables.chatroom
local name = "chatroom"

local fields = polylogue.usual_fields(name)
fields.link = ProtoField.string(name .. ".link", "Connection", base.UNICODE, "main, where a client asks, or push, where it hears")
fields.ack = ProtoField.int32(name .. ".ack", "ACK")
fields.meaning = ProtoField.string(name .. ".ack.meaning", "Meaning", base.UNICODE)
fields.length = ProtoField.uint32(name .. ".length", "Length of what follows")
fields.stream = ProtoField.string(name .. ".stream", "Stream", base.UNICODE, "What a stream holds")
fields.operation = ProtoField.string(name .. ".operation", "Operation", base.UNICODE)
fields.name = ProtoField.string(name .. ".name", "Name", base.UNICODE)
fields.target = ProtoField.string(name .. ".target", "Target", base.UNICODE)
fields.online = ProtoField.string(name .. ".online", "Online", base.UNICODE)
fields.text = ProtoField.string(name .. ".text", "Text", base.UNICODE)
fields.key = ProtoField.string(name .. ".key", "Public key", base.UNICODE, "Base64 of PEM")
fields.sealed = ProtoField.string(name .. ".sealed", "Sealed", base.UNICODE, "Only who has the key can read it")
fields.sealed_key = ProtoField.uint32(name .. ".sealed.key_bytes", "Bytes of the sealed key")
fields.sealed_token = ProtoField.uint32(name .. ".sealed.token_bytes", "Bytes of the token")
fields.sealed_time = ProtoField.absolute_time(name .. ".sealed.time", "Sealed at", base.UTC)

local group, severity = expert.group, expert.severity
local experts = polylogue.usual_experts()
experts.length = { "That is no length", group.PROTOCOL, severity.WARN }
experts.rejected = { "The other side does not take the stream", group.RESPONSE_CODE, severity.NOTE }
experts.padding = { "The number is not padded with blanks", group.PROTOCOL, severity.NOTE }
experts.not_sealed = { "This should be sealed", group.PROTOCOL, severity.WARN }
experts.names = { "That is no list of names", group.PROTOCOL, severity.WARN }
experts.operation = { "Unknown operation", group.PROTOCOL, severity.WARN }

local dialect = polylogue.dialect(name, "chatroom Chat Protocol", fields, experts)

local operations = rules.operations
local sealed_form = "^[A-Za-z0-9+/]+=*;[A-Za-z0-9+/]+=*$"
-- Base64 of `-----BEGIN PUBLIC`.
local key_form = "^LS0tLS1CRUdJTiBQVUJMSUMg"

local function number_in(block)
  local digits = block:match("^%s*([+-]?%d+)%s*$")
  return digits and #digits <= 16 and tonumber((digits:gsub("^%+", ""))) or nil
end

-- The operations and how they go on, as steps of the client: what its next stream is.
local steps = {
  [operations.say_to_all] = "text",
  [operations.say_to_one] = "target",
  [operations.show_history] = "history",
  [operations.leave] = "over",
}

-- What a client says in a step, and its next one.
local client_steps = {
  name = { "name", "named" },
  password = { "password", nil },
  key = { "key", "operation" },
  text = { "text", "operation" },
  target = { "target", "for_target" },
  for_target = { "sealed for the target", "for_server" },
  for_server = { "sealed for the server", "operation" },
}

local function by_content(content)
  if steps[content] then
    return "operation"
  elseif content:find(key_form) then
    return "key"
  elseif content:find(sealed_form) then
    return "sealed"
  elseif content:find("^\128[\2-\5]") then
    return "names"
  end
  return "text"
end

local function note_client(flow, content)
  local step = flow.step
  local row = client_steps[step]
  if step == "operation" or not row or steps[content] and step ~= "text" then
    local kind = step == "operation" and "operation" or by_content(content)
    if kind == "operation" then
      flow.step = steps[content] or "operation"
    end
    return kind
  end
  if step == "name" then
    flow.user = text.shown(content)
  end
  if step == "password" then
    flow.step = flow.is_new and "key" or "checked"
  else
    flow.step = row[2]
  end
  return row[1]
end

local function note_server(flow, side, content)
  if flow.link == "push" then
    return side.pushed == rules.sealed_push and "sealed" or "text"
  end
  local kind = by_content(content)
  if kind == "key" then
    flow.step = flow.step or "name"
  elseif kind == "sealed" and flow.step == "history" then
    flow.step = "operation"
    return "history"
  end
  return kind
end

-- What a stream holds, once it is whole.
local function note_stream(context, message, content)
  local flow = context.flow
  message.stream = context.from_client and note_client(flow, content) or note_server(flow, context.side, content)
end

-- A number that the server says by itself.
local function meaning(flow, number)
  if flow.link == "push" then
    return number == rules.open_push and "a text is pushed" or number == rules.sealed_push and "a sealed text is pushed"
  elseif flow.step == "named" then
    flow.is_new = number == 1
    flow.step = "password"
    return number == 1 and "a new name" or "there is an account"
  elseif flow.step == "checked" then
    flow.step = number == 1 and "key" or "password"
    return number == 1 and "the password is right" or "the password is wrong"
  elseif flow.step == "history" then
    if number ~= 1 then
      flow.step = "operation"
    end
    return number == 1 and "the history follows" or "nothing was said"
  end
  return nil
end

local function note_ack(context, message)
  local other = context.from_client and context.flow.server or context.flow.client
  local header = other.unacknowledged and table.remove(other.unacknowledged, 1)
  if not header then
    context.side.pushed = message.number_said
    message.meaning = meaning(context.flow, message.number_said)
    return
  end
  polylogue.join(context, message, header)
  message.meaning = message.number_said == 1 and "goes on" or "not taken"
  if message.number_said ~= 1 then
    message.rejected = true
    if other.expects == header.message then
      other.expects = nil
    end
  end
end

local function note_header(context, message)
  local side, length = context.side, message.number_said
  if not length or length < 0 or length > rules.max_stream then
    message.wrong = true
  end
  side.unacknowledged = side.unacknowledged or {}
  table.insert(side.unacknowledged, { message = message, number = context.number, time = context.time })
  -- A peer that never acknowledges.
  if #side.unacknowledged > 64 then
    table.remove(side.unacknowledged, 1)
  end
  if message.wrong then
    return
  elseif length > 0 then
    side.expects = message
  else
    note_stream(context, message, "")
  end
end

-- Whether the block at `at` is a number by itself, of which 64 bytes are there.
local function is_ack(context, bytes, at)
  local flow = context.flow
  local other = context.from_client and flow.server or flow.client
  if other.unacknowledged and #other.unacknowledged > 0 then
    return true
  elseif context.from_client then
    return false
  end
  local number = number_in(bytes:sub(at, at + rules.ack_bytes - 1))
  if not flow.link then
    local pushes = number == rules.open_push or number == rules.sealed_push
    local behind = bytes:byte(at + rules.ack_bytes)
    flow.link = pushes and behind ~= 32 and "push" or "main"
  end
  if flow.link == "push" then
    return context.side.pushed == nil
  end
  return number == -1 or number == 0 or number == 1
end

local function read_data(context, bytes, at, header)
  local stop = at + header.number_said
  if stop > #bytes + 1 then
    return nil, stop - #bytes - 1
  end
  context.side.expects = nil
  local message = { kind = "data", from = at, to = stop, stop = stop }
  note_stream(context, message, bytes:sub(at, stop - 1))
  context.side.pushed = nil
  return message
end

local function read_block(context, bytes, at)
  local there = #bytes - at + 1
  if there < rules.ack_bytes then
    return nil, rules.ack_bytes - there
  end
  local ack = is_ack(context, bytes, at)
  local size = ack and rules.ack_bytes or rules.block_bytes
  if there < size then
    return nil, size - there
  end
  local number = number_in(bytes:sub(at, at + size - 1))
  local message = { kind = ack and "ack" or "header", stop = at + size, number_said = number }
  if ack then
    note_ack(context, message)
  else
    note_header(context, message)
  end
  return message
end

function dialect.read(context, bytes, at)
  local expected = context.side.expects
  local message, missing
  if expected then
    message, missing = read_data(context, bytes, at, expected)
  else
    message, missing = read_block(context, bytes, at)
  end
  if not message then
    return nil, missing
  end
  message.link = context.flow.link
  return message
end

-- The first block of every connection is a number; what begins otherwise is another protocol.
function dialect.foreign(_, _, bytes)
  return not bytes:sub(1, rules.ack_bytes):find("^%s*[+-]?%d+%s*$") and "other" or nil
end

-- A number and at least 63 blanks.
function dialect.looks_like(bytes)
  return bytes:find("^%d+ +$") ~= nil and (#bytes == rules.ack_bytes or #bytes == rules.block_bytes)
end

dialect.sealed_form = sealed_form
polylogue.chatroom = dialect
