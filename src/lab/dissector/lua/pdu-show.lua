-- What the tree and the Info column say of pdu.

local text, rules, json, dialect = polylogue.text, tables.pdu, polylogue.json, polylogue.pdu
local fields, experts, mtypes = dialect.fields, dialect.experts, rules.mtypes

local function range_of(view, value)
  if value.kind == "string" then
    return view.range(value.start + 1, value.stop - 1)
  end
  return view.range(value.start, value.stop)
end

-- The text of a string, or whatever else it is, as it is written.
local function written(view, value)
  if value.kind == "string" then
    return text.clean(value.value)
  end
  return text.clean(view.bytes:sub(value.start, value.stop - 1))
end

local function add_text(item, field, view, value)
  local content = written(view, value)
  item:add(field, range_of(view, value), content)
  return text.shown(content)
end

local function add_other(item, view, value)
  local part = item:add(fields.other, range_of(view, value), written(view, value))
  part:prepend_text(value.key and text.shown(value.key) .. ": " or "")
end

-- A number between two others, and otherwise whatever it is.
local function add_number(item, field, view, value, least, most)
  local number = json.integer(value)
  if number and number >= least and number <= most then
    item:add(field, range_of(view, value), number)
  else
    add_other(item, view, value)
  end
end

local function add_password(item, view, value)
  local content = written(view, value)
  local part = item:add(fields.password, range_of(view, value), content)
  if content:find("[^*]") then
    part:add_proto_expert_info(experts.password)
  end
end

local function add_time(item, view, value)
  local seconds = json.integer(value)
  if seconds and seconds >= 0 and seconds < 2 ^ 31 then
    item:add(fields.chat_time, range_of(view, value), NSTime.new(seconds, 0))
  else
    add_other(item, view, value)
  end
end

local function add_versions(item, view, value)
  if value.kind ~= "array" then
    return add_other(item, view, value)
  end
  for _, each in ipairs(value.members) do
    add_text(item, fields.supported, view, each)
  end
end

local function add_success(item, view, value)
  if value.kind == "boolean" then
    item:add(fields.success, range_of(view, value), value.value)
  else
    add_other(item, view, value)
  end
end

local function number(field, least, most)
  return function(item, view, value)
    add_number(item, fields[field], view, value, least, most)
  end
end

local function content(field)
  return function(item, view, value)
    add_text(item, fields[field], view, value)
  end
end

local payload_keys = {
  id = number("id", -0x80000000, 0x7fffffff),
  auth = number("auth", 0, 0xffffffff),
  error_code = number("error_code", 0, 0xffffffff),
  time = add_time,
  message = content("message"),
  username = content("username"),
  password = add_password,
  supported_versions = add_versions,
  selected_version = content("selected"),
  success = add_success,
}

-- A user, of which the name is shown.
local function add_from(item, view, value)
  local name = value.kind == "object" and json.member(value, "name")
  if name then
    add_text(item, fields.from, view, name)
  else
    add_other(item, view, value)
  end
end

-- The keys of version 2.0; of an error, `name` is what programs look at.
local talk_keys = {
  to = content("to"),
  of = content("to"),
  room = content("room"),
  text = content("text"),
  kind = content("kind"),
  from = add_from,
  user = add_from,
  cursor = content("cursor"),
  resume = content("cursor"),
  message = content("message"),
  password = add_password,
  token = add_password,
}

local function show_talk_payload(item, view, payload, mtype)
  local raw = view.bytes:sub(payload.start, payload.stop - 1)
  local part = item:add(fields.payload, view.range(payload.start, payload.stop), text.clean(raw))
  for _, each in ipairs(payload.members) do
    local show = talk_keys[each.key] or add_other
    if each.key == "name" then
      show = mtype == rules.types["error"] and content("error") or mtype == rules.types["login"] and content("username") or add_other
    elseif each.key == "user" and each.kind == "string" then
      show = content("to")
    end
    show(part, view, each)
  end
end

local function show_payload(item, view, payload, size)
  local raw = view.bytes:sub(payload.start, payload.stop - 1)
  local part = item:add(fields.payload, view.range(payload.start, payload.stop), text.clean(raw))
  for _, each in ipairs(payload.members) do
    (payload_keys[each.key] or add_other)(part, view, each)
  end
  if size and size ~= #raw then
    part:add_proto_expert_info(experts.size, "sz is " .. size .. ", the payload has " .. text.count(#raw, "byte"))
  end
end

-- What stands behind the name in the Info column.
local details = {
  [mtypes["version request"]] = function(view, payload)
    local versions = json.member(payload, "supported_versions")
    return versions and written(view, versions)
  end,
  [mtypes["version response"]] = function(view, payload)
    local selected = json.member(payload, "selected_version")
    return selected and written(view, selected)
  end,
  [mtypes["login request"]] = function(view, payload)
    local username = json.member(payload, "username")
    return username and written(view, username)
  end,
  [mtypes["login response"]] = function(view, payload)
    local auth, id = json.integer(json.member(payload, "auth")), json.member(payload, "id")
    return auth == 0 and "id " .. (id and written(view, id) or "?") or "no good"
  end,
  [mtypes["chat"]] = function(view, payload)
    local message = json.member(payload, "message")
    return message and written(view, message)
  end,
  [mtypes["error"]] = function(view, payload)
    local code, message = json.member(payload, "error_code"), json.member(payload, "message")
    local name = dialect.error_names[json.integer(code)] or code and written(view, code) or "?"
    return name .. (message and ": " .. written(view, message) or "")
  end,
}

local function with_id(view, payload)
  local id = json.member(payload, "id")
  return id and "id " .. written(view, id)
end

local function show_pdu(item, view, message)
  local object = dialect.object(view.bytes, message)
  local payload = json.member(object, "payload")
  for _, each in ipairs(object.members) do
    if each.key == "mtype" then
      add_number(item, fields.mtype, view, each, 0, 0xffffffff)
    elseif each.key == "version" then
      add_text(item, fields.version, view, each)
    elseif each.key == "sz" then
      add_number(item, fields.sz, view, each, 0, 0xffffffff)
    elseif each == payload then
      show_payload(item, view, payload, json.integer(json.member(object, "sz")))
    else
      add_other(item, view, each)
    end
  end
  local name = dialect.mtype_names[message.mtype]
  if not name then
    item:add_proto_expert_info(experts.mtype, "Unknown mtype " .. message.mtype)
  elseif message.mtype == mtypes["error"] then
    item:add_proto_expert_info(experts.error)
  elseif message.mtype == mtypes["login response"] and json.integer(json.member(payload, "auth")) ~= 0 then
    item:add_proto_expert_info(experts.refused)
  end
  local detail = (details[message.mtype] or with_id)(view, payload)
  return (name or "mtype " .. message.mtype) .. (detail and " " .. text.shown(detail) or "")
end

-- What stands behind the name of a type in the Info column.
local function talk_detail(view, mtype, payload)
  local function shown(key)
    local value = json.member(payload, key)
    if value and value.kind == "object" then
      value = json.member(value, "name")
    end
    return value and value.kind ~= "object" and written(view, value) or nil
  end
  if mtype == rules.types["error"] then
    local message = shown("message")
    return (shown("name") or "?") .. (message and ": " .. message or "")
  elseif mtype == rules.types["login"] then
    return shown("name")
  end
  local words = {}
  for _, key in ipairs({ "kind", "from", "user", "to", "of", "room", "text" }) do
    words[#words + 1] = shown(key)
  end
  return #words > 0 and table.concat(words, " ") or shown("cursor") or shown("resume")
end

local function show_talk(item, view, message)
  local object = dialect.object(view.bytes, message)
  local payload = json.member(object, "payload")
  for _, each in ipairs(object.members) do
    if each.key == "mtype" then
      add_number(item, fields.talk, view, each, 0, 0xffffffff)
    elseif each.key == "ref" then
      add_text(item, fields.ref, view, each)
    elseif each == payload then
      show_talk_payload(item, view, payload, message.mtype)
    else
      add_other(item, view, each)
    end
  end
  local name = dialect.type_names[message.mtype]
  if not name then
    item:add_proto_expert_info(experts.mtype, "Unknown mtype " .. message.mtype)
  elseif message.mtype == rules.types["error"] then
    item:add_proto_expert_info(experts.error)
  end
  local detail = payload and talk_detail(view, message.mtype, payload)
  return (name or "mtype " .. message.mtype) .. (detail and " " .. text.shown(detail) or "")
end

local function show_wrong(item, view, message)
  local part = item:add(fields.junk, view.range(message.start, message.stop))
  local wrong = experts.malformed
  if message.why == "long" then
    wrong = experts.too_long
  elseif message.why == "deep" then
    wrong = experts.too_deep
  end
  local bytes = view.bytes:sub(message.start, message.stop - 1)
  if message.why == "rest" then
    return "dropped: " .. text.shown(bytes, 60)
  end
  if text.invalid_at(bytes) and message.why == "malformed" then
    part:add_proto_expert_info(experts.invalid_utf8)
  end
  part:add_proto_expert_info(wrong)
  return "no PDU: " .. text.shown(bytes, 60)
end

function dialect.show(item, view, message)
  if message.kind == "pdu" and message.talk then
    return show_talk(item, view, message)
  elseif message.kind == "pdu" then
    return show_pdu(item, view, message)
  elseif message.kind == "blank" then
    return "blank line"
  end
  return show_wrong(item, view, message)
end
