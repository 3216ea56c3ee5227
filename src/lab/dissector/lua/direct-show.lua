-- What the tree and the Info column say of direct.

local text, rules, dialect = polylogue.text, tables.direct, polylogue.direct
local fields, experts = dialect.fields, dialect.experts

local function add(item, field, view, from, to)
  return polylogue.add_text(dialect, item, field, view, from, to)
end

-- The first line: a name, and perhaps a password.
local function show_name(item, view, message)
  local from, to = message.from, message.to
  local _, last = view.bytes:find("^[^ \t]*", from)
  last = math.min(last + 1, to)
  local info = add(item, fields.name, view, from, last)
  if last == from or view.bytes:sub(from, last - 1):find(":", 1, true) then
    item:add_proto_expert_info(experts.name)
  end
  local password = view.bytes:find("[^ \t]", last)
  if password and password < to then
    polylogue.add_password(dialect, item, fields.password, view, password, to)
    return "name " .. info .. ", with a password"
  end
  return "name " .. info
end

local function show_message(item, view, message)
  local from, to = message.from, message.to
  local colon = view.bytes:find(":", from, true)
  local first, last = text.trimmed(view.bytes, from, colon - 1)
  local target = add(item, fields.target, view, first, math.max(first, last + 1))
  if target:sub(1, 1) == "#" then
    item:add(fields.room, view.range(first, last + 1), target):set_generated()
  end
  local said = text.trimmed(view.bytes, colon + 1, to - 1)
  return target .. ": " .. add(item, fields.text, view, math.min(said, to), to)
end

local function show_leave(item, view, message)
  return "leaves " .. add(item, fields.room, view, message.from, message.to)
end

local function show_command(item, view, message)
  local from, to = message.from, message.to
  local _, last = view.bytes:find("^[^ \t]+", from)
  local stop = math.min(last + 1, to)
  local info = add(item, fields.command, view, from, stop)
  if not polylogue.is_typed(view.bytes:sub(from, stop - 1)) then
    item:add_proto_expert_info(experts.unknown, "Unknown command " .. info)
  end
  local rest = view.bytes:find("[^ \t]", stop)
  if rest and rest < to then
    local secret = polylogue.secret_at("direct", view.bytes:sub(1, to - 1), from) or to
    if secret > rest then
      local first, last = text.trimmed(view.bytes, rest, secret - 1)
      info = info .. " " .. add(item, fields.text, view, first, last + 1)
    end
    if secret < to then
      polylogue.add_password(dialect, item, fields.password, view, secret, to)
    end
  end
  return info
end

local function show_wrong(item, view, message)
  local info = add(item, fields.text, view, message.from, message.to)
  item:add_proto_expert_info(experts.format)
  return info
end

local function show_speech(item, view, message)
  local from, at = message.from, message.text_at
  local head = view.bytes:sub(from + 1, at - 1):gsub("%] ?$", "")
  local speaker = head:match("^[^ ]+")
  add(item, fields.from, view, from + 1, from + 1 + #speaker)
  local rest = from + 1 + #speaker + 1
  local stop = from + 1 + #head
  local behind = head:sub(#speaker + 2)
  if behind:find("^#") then
    add(item, fields.room, view, rest, stop)
  elseif behind:find("^%d") then
    add(item, fields.said, view, rest, stop)
  elseif behind:find("^\226\134\146 ") then
    add(item, fields.target, view, rest + 4, stop)
  end
  return "[" .. text.shown(head) .. "] " .. add(item, fields.text, view, at, message.to)
end

local function show_sentence(item, view, message)
  return add(item, fields.notice, view, message.from, message.to)
end

local kinds = {
  name = show_name,
  message = show_message,
  leave = show_leave,
  command = show_command,
  wrong = show_wrong,
  speech = show_speech,
  welcome = show_sentence,
  notice = show_sentence,
}

function dialect.show(item, view, message)
  item:add(fields.kind, message.kind):set_generated()
  local show = kinds[message.kind]
  local info
  if show then
    info = show(item, view, message)
  elseif message.kind == "empty" then
    info = "empty line"
  else
    item:add(fields.junk, view.range(message.start, message.stop))
    info = "too long"
  end
  if message.bare then
    item:add_proto_expert_info(experts.no_line_end)
  end
  if message.too_long or message.kind == "long" then
    item:add_proto_expert_info(experts.too_long, "The line has more than " .. rules.max_line .. " bytes")
  end
  return info
end
