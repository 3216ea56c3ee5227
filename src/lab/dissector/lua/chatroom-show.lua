-- What the tree and the Info column say of chatroom.

local text, rules, dialect = polylogue.text, tables.chatroom, polylogue.chatroom
local fields, experts = dialect.fields, dialect.experts

local alphabet = {}
for nth = 1, 64 do
  alphabet[("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"):byte(nth)] = nth - 1
end
-- The alphabet of Fernet tokens has two other characters.
alphabet[45], alphabet[95] = 62, 63

-- The first bytes of what is written in base64.
local function decoded(base64, many)
  local bytes = {}
  for at = 1, math.min(#base64, many) - 3, 4 do
    local value = 0
    for nth = at, at + 3 do
      value = value * 64 + (alphabet[base64:byte(nth)] or 0)
    end
    bytes[#bytes + 1] = string.char(math.floor(value / 65536), math.floor(value / 256) % 256, value % 256)
  end
  return table.concat(bytes)
end

local function decoded_length(base64)
  local _, padding = base64:gsub("=", "")
  return math.floor(#base64 / 4) * 3 - padding
end

-- Seconds since 1970, as a Fernet token says when it was made; nil when it is none.
local function time_of(token)
  local head = decoded(decoded(token, 24), 16)
  if #head < 9 or head:byte(1) ~= 128 then
    return nil
  end
  local seconds = 0
  for nth = 2, 9 do
    seconds = seconds * 256 + head:byte(nth)
  end
  return seconds < 2 ^ 31 and math.floor(seconds) or nil
end

local function show_sealed(item, view, from, to)
  local _, part = polylogue.add_text(dialect, item, fields.sealed, view, from, to)
  local content = view.bytes:sub(from, to - 1)
  local semicolon = content:find(";", 1, true)
  if not content:find(dialect.sealed_form) then
    part:add_proto_expert_info(experts.not_sealed)
    return "not sealed"
  end
  local key, token = content:sub(1, semicolon - 1), content:sub(semicolon + 1)
  part:add(fields.sealed_key, view.range(from, from + #key), decoded_length(key))
  part:add(fields.sealed_token, view.range(from + semicolon, to), decoded_length(token))
  local time = time_of(token)
  if time then
    part:add(fields.sealed_time, view.range(from + semicolon, to), NSTime.new(time, 0)):set_generated()
  end
  return "sealed, " .. text.count(to - from, "byte")
end

-- The strings of a pickled list: opcodes of Python's pickle, protocols 2 to 5. Whatever else stands there ends it.
local skipped = { [128] = 1, [149] = 8, [148] = 0, [113] = 1, [114] = 4, [93] = 0, [40] = 0, [97] = 0, [101] = 0 }
local function show_names(item, view, from, to)
  local bytes, at, many = view.bytes, from, 0
  while at < to do
    local code = bytes:byte(at)
    local width = code == 140 and 1 or code == 88 and 4 or nil
    if width and at + width < to then
      local length = 0
      for nth = at + width, at + 1, -1 do
        length = length * 256 + bytes:byte(nth)
      end
      local first = at + 1 + width
      if first + length > to then
        break
      end
      polylogue.add_text(dialect, item, fields.online, view, first, first + length)
      many, at = many + 1, first + length
    elseif code == 46 and at + 1 == to then
      return text.count(many, "name")
    elseif skipped[code] then
      at = at + 1 + skipped[code]
    else
      break
    end
  end
  item:add_proto_expert_info(experts.names)
  return "no list of names"
end

local function show_text(field)
  return function(item, view, from, to)
    return (polylogue.add_text(dialect, item, fields[field], view, from, to))
  end
end

local function show_key(item, view, from, to)
  polylogue.add_text(dialect, item, fields.key, view, from, to)
  return text.count(to - from, "byte")
end

local operations = {}
for _, operation in pairs(rules.operations) do
  operations[operation] = true
end

local function show_operation(item, view, from, to)
  local info = polylogue.add_text(dialect, item, fields.operation, view, from, to)
  if not operations[view.bytes:sub(from, to - 1)] then
    item:add_proto_expert_info(experts.operation)
  end
  return info
end

-- How each stream is shown, and what it is called in the Info column.
local streams = {
  name = { "name", show_text("name") },
  password = { "password", show_sealed },
  key = { "public key", show_key },
  operation = { nil, show_operation },
  text = { nil, show_text("text") },
  target = { "target", show_text("target") },
  names = { "online", show_names },
  history = { "history", show_sealed },
  sealed = { nil, show_sealed },
  ["sealed for the target"] = { "for the target", show_sealed },
  ["sealed for the server"] = { "for the server", show_sealed },
}

local function show_stream(item, view, message, from, to)
  local row = streams[message.stream]
  item:add(fields.stream, message.stream):set_generated()
  local info = row[2](item, view, from, to)
  return row[1] and row[1] .. ": " .. info or info
end

local function show_ack(item, view, message)
  local range = view.range(message.start, message.stop)
  local number = message.number_said
  if not number or math.abs(number) > 0x7fffffff then
    item:add(fields.junk, range):add_proto_expert_info(experts.length)
    return "ACK without a number"
  end
  local part = item:add(fields.ack, range, number)
  if message.meaning then
    part:add(fields.meaning, message.meaning):set_generated()
  end
  if message.rejected then
    part:add_proto_expert_info(experts.rejected)
  end
  return "ACK " .. number .. (message.meaning and " (" .. message.meaning .. ")" or "")
end

local function show_header(item, view, message)
  local range = view.range(message.start, message.stop)
  if message.wrong then
    item:add(fields.junk, range):add_proto_expert_info(experts.length)
    local written = view.bytes:sub(message.start, message.start + 20):gsub("%s+$", "")
    return "no length: " .. text.shown(written)
  end
  item:add(fields.length, range, message.number_said)
  if message.stream then
    return "length 0, " .. show_stream(item, view, message, message.stop, message.stop)
  end
  return "length " .. message.number_said
end

function dialect.show(item, view, message)
  if message.link then
    item:add(fields.link, message.link):set_generated()
  end
  if message.kind == "ack" then
    return show_ack(item, view, message)
  elseif message.kind == "header" then
    return show_header(item, view, message)
  end
  return show_stream(item, view, message, message.from, message.to)
end
