-- What the tree and the Info column say of nick.

local text, rules, dialect = polylogue.text, tables.nick, polylogue.nick
local fields, experts = dialect.fields, dialect.experts

local function add(item, field, view, span)
  return polylogue.add_text(dialect, item, field, view, span[1], span[2])
end

local function show_word(item, view, message)
  local first = view.bytes:find("%S", message.from)
  add(item, fields.word, view, { first, first + #message.word })
  if message.name_span then
    add(item, fields.name, view, message.name_span)
  end
  if message.password_span then
    polylogue.add_password(dialect, item, fields.password, view, message.password_span[1], message.password_span[2])
  end
  if message.word == rules.words.retry then
    item:add_proto_expert_info(experts.retry)
  end
  return message.name and message.word .. " " .. message.name or message.word
end

local function show_speech(item, view, message)
  local content = view.bytes:sub(message.from, message.to - 1)
  local speaker, last, private, when = dialect.speech(content)
  add(item, fields.from, view, { message.from, message.from + #speaker })
  item:add(fields.private, view.range(message.from, message.from + last), private)
  if when then
    local first = message.from + content:find(when, 1, true) - 1
    add(item, fields.said, view, { first, first + #when })
  end
  local said = add(item, fields.text, view, { message.from + last, message.to })
  return text.shown(content:sub(1, last)) .. said
end

local function show_command(item, view, message)
  local info = add(item, fields.command, view, message.command_span)
  if message.command == "unknown" then
    item:add_proto_expert_info(experts.unknown, "Unknown command " .. info)
  end
  if message.to_span then
    info = info .. " " .. add(item, fields.to, view, message.to_span)
  end
  if message.password_span then
    polylogue.add_password(dialect, item, fields.password, view, message.password_span[1], message.password_span[2])
  end
  if message.text_span then
    info = info .. " " .. add(item, fields.text, view, message.text_span)
  end
  return info
end

local function show_said(item, view, message)
  if message.early then
    item:add_proto_expert_info(experts.early)
  end
  return add(item, fields.text, view, { message.from, message.to })
end

local function show_notice(item, view, message)
  local info, part = add(item, fields.notice, view, { message.from, message.to })
  if message.raw then
    part:add_proto_expert_info(message.kind == "unframed" and experts.length or experts.raw)
  end
  return info
end

local kinds = {
  word = show_word,
  speech = show_speech,
  command = show_command,
  said = show_said,
  notice = show_notice,
  unframed = show_notice,
}

function dialect.show(item, view, message)
  if message.from == message.start + 2 then
    item:add(fields.length, view.range(message.start, message.start + 2))
  end
  local show = kinds[message.kind]
  local info = show and show(item, view, message) or "empty message"
  if message.too_long then
    item:add_proto_expert_info(experts.too_long, "The message has more than " .. rules.max_message .. " bytes")
  end
  return info
end
