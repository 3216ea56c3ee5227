-- What the tree and the Info column say of tsam.

local text, rules, dialect = polylogue.text, tables.tsam, polylogue.tsam
local fields, experts = dialect.fields, dialect.experts

-- A field of a command or a reply; the stuffing does not belong to it.
local function add(item, field, view, from, to)
  local bytes = view.bytes:sub(from, to - 1)
  local meant = bytes:find("\16[\1\4]") and bytes:gsub("\16([\1\4])", "%1") or nil
  return (polylogue.add_text(dialect, item, field, view, from, to, meant))
end

-- Where the fields of a command stand, all but the last ended by a comma, or in the other form by blanks.
local function split(bytes, from, to, many, comma)
  local parts, at = {}, from
  for nth = 1, many do
    local first, last
    if nth < many then
      first, last = bytes:find(comma and "," or " +", at)
    end
    if not first or first >= to then
      parts[nth] = { at, to }
      break
    end
    parts[nth] = { at, first }
    at = last + 1
  end
  return parts
end

local function show_fields(item, view, message, row, from)
  local names = row.fields
  local to = message.to
  if from >= to or #names == 0 then
    return from < to and add(item, fields.rest, view, from, to) or ""
  end
  local shown = {}
  for nth, part in ipairs(split(view.bytes, from, to, #names, message.comma)) do
    local first, stop = part[1], part[2]
    if names[nth] ~= "text" then
      local last
      first, last = text.trimmed(view.bytes, first, stop - 1)
      stop = math.max(first, last + 1)
    end
    if names[nth] == "password" then
      polylogue.add_password(dialect, item, fields.password, view, first, stop)
    else
      shown[#shown + 1] = add(item, fields[names[nth]], view, first, stop)
    end
  end
  if #names == 2 and names[2] == "text" then
    return "to " .. table.concat(shown, ": ")
  end
  return table.concat(shown, " ")
end

-- A command with a slash.
local function show_typed(item, view, message, word)
  local first, last = text.trimmed(view.bytes, message.from + #message.word + 1, message.to - 1)
  local secret = polylogue.secret_at("tsam", view.bytes:sub(1, last), message.from) or last + 1
  if secret > first then
    word = word .. " " .. add(item, fields.rest, view, first, secret)
  end
  if secret <= last then
    polylogue.add_password(dialect, item, fields.password, view, secret, last + 1)
  end
  return word
end

local function show_command(item, view, message)
  local from = message.from + #message.word
  local row = rules.commands[message.word]
  local word = add(item, fields.command, view, message.from, from)
  if not row and polylogue.is_typed(message.word) then
    return show_typed(item, view, message, word)
  elseif not row then
    item:add_proto_expert_info(experts.unknown, "Unknown command " .. word)
    if from + 1 < message.to then
      add(item, fields.rest, view, from + 1, message.to)
    end
    return word .. text.shown(view.bytes:sub(from, message.to - 1))
  end
  local rest = show_fields(item, view, message, row, from + 1)
  if message.few then
    item:add_proto_expert_info(experts.few, "SENDMSG needs a recipient and a text")
  end
  return rest == "" and word or word .. " " .. rest
end

-- id,address,port entries. The original puts no semicolon behind the first: `50932A5_1,...`.
local function show_entries(item, view, from, to)
  local many, at = 0, from
  while at < to do
    local stop = view.bytes:find(";", at, true)
    stop = stop and stop < to and stop or to
    local _, _, id, address, port = view.bytes:sub(at, stop - 1):find("^([^,]*),([^,]*),(%d*)")
    if not id then
      return many
    end
    local last = at + #id + #address + #port + 2
    local entry = item:add(fields.server, view.range(at, last), text.shown(id .. " at " .. address .. ":" .. port))
    add(entry, fields.server_id, view, at, at + #id)
    add(entry, fields.server_address, view, at + #id + 1, at + #id + 1 + #address)
    if tonumber(port) and tonumber(port) <= 65535 then
      entry:add(fields.server_port, view.range(last - #port, last), tonumber(port))
    end
    many = many + 1
    if last < stop and view.bytes:sub(last, last) ~= "," then
      entry:add_proto_expert_info(experts.glued)
      at = last
    else
      at = stop + 1
    end
  end
  return many
end

-- STATUSRESP,A5_43,uptime=1,load=0,clients=2;A5_1,127.0.0.1,58069,1
local function show_status(item, view, from, to)
  local stop = view.bytes:find(";", from, true)
  stop = stop and stop < to and stop or to
  add(item, fields.status, view, from, stop)
  show_entries(item, view, stop + 1, to)
  return text.shown(view.bytes:sub(from, stop - 1))
end

-- `From alice: hi`, a line each.
local function show_messages(item, view, from, to)
  local at, many = from, 0
  while at < to do
    local stop = view.bytes:find("\n", at, true)
    stop = stop and stop < to and stop or to
    local speaker = view.bytes:sub(at, stop - 1):match("^From ([^:]*): ?")
    if speaker then
      local said = at + 5 + #speaker + 1
      add(item, fields.from, view, at + 5, said - 1)
      add(item, fields.message, view, view.bytes:byte(said) == 32 and said + 1 or said, stop)
      many = many + 1
    end
    at = stop + 1
  end
  return many
end

local replies = {
  {
    "SERVERS",
    function(item, view, from, to)
      return "SERVERS, " .. text.count(show_entries(item, view, from + 8, to), "entry"):gsub("entrys", "entries")
    end,
  },
  {
    "STATUSRESP",
    function(item, view, from, to)
      return "STATUSRESP " .. show_status(item, view, from + 11, to)
    end,
  },
  {
    "KEEPALIVE",
    function(item, view, from, to)
      local digits = view.bytes:sub(from + 10, to - 1)
      local number = digits:find("^%d+$") and tonumber(digits)
      polylogue.add_number(item, fields.count, view, from + 10, to, number)
      return "KEEPALIVE, " .. text.shown(digits) .. " waiting"
    end,
  },
}

local function show_reply(item, view, message)
  local from, to = message.from, message.to
  local shown, part = polylogue.add_text(dialect, item, fields.reply, view, from, to)
  for _, row in ipairs(replies) do
    local word, show = row[1], row[2]
    if view.bytes:sub(from, from + #word) == word .. "," and from + #word + 1 < to then
      return show(part, view, from, to)
    end
  end
  if view.bytes:sub(from, from + 6) == "Error: " then
    add(part, fields.error, view, from + 7, to)
    item:add_proto_expert_info(experts.error, shown)
  elseif view.bytes:sub(from, from + 4) == "From " then
    local many = show_messages(part, view, from, to)
    return many > 1 and text.count(many, "message") .. ", " .. shown or shown
  end
  return shown
end

function dialect.show(item, view, message)
  local info
  if message.framing then
    item:add(fields.framing, message.framing):set_generated()
  end
  if message.kind == "command" then
    info = show_command(item, view, message)
  elseif message.kind == "reply" then
    info = show_reply(item, view, message)
  elseif message.kind == "empty" then
    info = message.framing == "frame" and "empty frame" or "empty line"
  else
    local part = item:add(fields.junk, view.range(message.start, message.stop))
    local wrong = message.kind == "long" and experts.too_long or experts.malformed
    part:add_proto_expert_info(wrong)
    info = message.kind == "long" and "too long" or "malformed frame"
  end
  if message.too_long then
    item:add_proto_expert_info(experts.too_long, "The command has more than " .. rules.max_command .. " bytes")
  end
  return info
end

-- A frame with a command that is known.
function dialect.looks_like(bytes)
  local word = bytes:match("^\1([A-Z]+)[, \4]")
  return word ~= nil and rules.commands[word] ~= nil
end
