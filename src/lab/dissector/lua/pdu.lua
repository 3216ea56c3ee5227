-- pdu: JSON objects, a line each over TCP. Over QUIC they are encrypted, and nothing can be shown.

local text, rules, json = polylogue.text, tables.pdu, polylogue.json
local name = "pdu"

-- { [7] = "version request" }
local function names_of(codes)
  local names = {}
  for word, code in pairs(codes) do
    names[code] = word
  end
  return names
end

local mtype_names, error_names = names_of(rules.mtypes), names_of(rules.error_codes)
local type_names = names_of(rules.types)

local fields = polylogue.usual_fields(name)
fields.mtype = ProtoField.uint32(name .. ".mtype", "mtype", base.DEC, mtype_names)
fields.version = ProtoField.string(name .. ".version", "version", base.UNICODE)
fields.sz = ProtoField.uint32(name .. ".sz", "sz")
fields.payload = ProtoField.string(name .. ".payload", "payload", base.UNICODE)
fields.id = ProtoField.int32(name .. ".id", "id")
fields.chat_time = ProtoField.absolute_time(name .. ".chat_time", "time", base.UTC)
fields.message = ProtoField.string(name .. ".message", "message", base.UNICODE)
fields.username = ProtoField.string(name .. ".username", "username", base.UNICODE)
fields.password = ProtoField.string(name .. ".password", "password", base.UNICODE)
fields.auth = ProtoField.uint32(name .. ".auth", "auth", base.DEC, { [0] = "welcome", [1] = "no good" })
fields.error_code = ProtoField.uint32(name .. ".error_code", "error_code", base.DEC, error_names)
fields.supported = ProtoField.string(name .. ".supported_version", "supported version", base.UNICODE)
fields.selected = ProtoField.string(name .. ".selected_version", "selected_version", base.UNICODE)
fields.success = ProtoField.bool(name .. ".success", "success")
-- Of version 2.0.
fields.talk = ProtoField.uint32(name .. ".type", "mtype", base.DEC, type_names)
fields.ref = ProtoField.string(name .. ".ref", "ref", base.UNICODE)
fields.to = ProtoField.string(name .. ".to", "to", base.UNICODE)
fields.room = ProtoField.string(name .. ".room", "room", base.UNICODE)
fields.text = ProtoField.string(name .. ".text", "text", base.UNICODE)
fields.kind = ProtoField.string(name .. ".kind", "kind", base.UNICODE)
fields.from = ProtoField.string(name .. ".from", "from", base.UNICODE)
fields.cursor = ProtoField.string(name .. ".cursor", "cursor", base.UNICODE)
fields.error = ProtoField.string(name .. ".error", "error", base.UNICODE)
fields.other = ProtoField.string(name .. ".other", "Other key", base.UNICODE)

local group, severity = expert.group, expert.severity
local experts = polylogue.usual_experts()
experts.malformed = { "That is no PDU", group.PROTOCOL, severity.WARN }
experts.too_deep = { "Objects and arrays are too deep within each other", group.PROTOCOL, severity.WARN }
experts.mtype = { "Unknown mtype", group.PROTOCOL, severity.WARN }
experts.size = { "sz is not the length of the payload as it is written", group.PROTOCOL, severity.NOTE }
experts.error = { "An error was reported", group.RESPONSE_CODE, severity.NOTE }
experts.refused = { "The login is no good", group.RESPONSE_CODE, severity.NOTE }

local dialect = polylogue.dialect(name, "pdu Chat Protocol", fields, experts)

local mtypes = rules.mtypes

-- Where the object at `at` ends: behind its last brace. Or nil, and why: "cut" by a line end, "long" or "deep", with the
-- place where reading goes on; nothing when it is not whole.
local function object_end(bytes, at)
  local depth, place = 0, at
  local last = at + rules.max_pdu - 1
  while true do
    place = bytes:find("[\"%[%]{}\n]", place)
    if not place or place > last then
      return nil, #bytes > last and "long" or nil, last + 1
    end
    local byte = bytes:byte(place)
    if byte == 10 then
      return nil, "cut", place + 1
    elseif byte == 34 then
      place = bytes:find("[\"\n\\]", place + 1)
      while place and bytes:byte(place) == 92 do
        place = bytes:byte(place + 1) == 10 and place + 1 or bytes:find("[\"\n\\]", place + 2)
      end
      if not place or place > last then
        return nil, #bytes > last and "long" or nil, last + 1
      elseif bytes:byte(place) == 10 then
        return nil, "cut", place + 1
      end
    elseif byte == 123 or byte == 91 then
      depth = depth + 1
      if depth > rules.max_depth then
        return nil, "deep", place + 1
      end
    else
      depth = depth - 1
      if depth == 0 then
        return place + 1
      end
    end
    place = place + 1
  end
end

-- What is no PDU, and what stands behind it up to the line's end.
local function read_dropped(context, bytes, at, why, from)
  local last = bytes:find("\n", from, true)
  context.side.dropping = last == nil
  return { kind = "wrong", why = why, stop = (last or #bytes) + 1 }
end

local request_types = {
  [mtypes["version request"]] = true,
  [mtypes["login request"]] = true,
  [mtypes["chat"]] = true,
}

-- Whether a PDU may be the answer to a request; to one of version 2.0 none of these is.
local function answers(answer, request)
  if request.mtype == nil then
    return false
  elseif answer.mtype == mtypes["error"] then
    local code = answer.code
    if code == rules.error_codes["unsupported"] or code == rules.error_codes["update required"] then
      return request.mtype ~= mtypes["chat"]
    elseif code == rules.error_codes["elsewhere"] then
      return request.mtype == mtypes["login request"]
    end
    return code ~= rules.error_codes["timeout"]
  elseif answer.mtype == mtypes["chat"] then
    return request.mtype == answer.mtype and request.id == answer.id and request.said == answer.said
  end
  return answer.mtype == request.mtype + 1
end

-- What distinguishes messages of one type.
local function marks_of(mtype, payload)
  local said = json.member(payload, "message")
  return {
    mtype = mtype,
    id = json.integer(json.member(payload, "id")),
    code = json.integer(json.member(payload, "error_code")),
    said = said and said.value,
  }
end

-- Version 2.0: an answer has the ref of its request.
local function note_talk(context, message, object, payload)
  local mtype, ref = message.mtype, json.member(object, "ref")
  local mark = ref and ref.value
  if context.from_client then
    local user = json.member(payload, "name")
    if mark ~= nil then
      polylogue.ask(context, message, { ref = mark, login = mtype == rules.types["login"] and user and user.value })
    end
    return
  end
  if mark ~= nil and mtype ~= rules.types["past"] then
    polylogue.answer(context, message, function(each)
      return each.ref == mark
    end)
  end
  if mtype == rules.types["welcome"] then
    local user = json.member(payload, "user")
    local called = user and user.kind == "object" and json.member(user, "name")
    context.flow.user = called and called.kind == "string" and text.shown(called.value) or nil
  end
end

-- Whether it is of version 2.0: the version was agreed, or it has what 1.x does not know, and not what 1.x has.
local function is_talk(context, mtype, object)
  if context.flow.talk then
    return true
  elseif json.member(object, "sz") or json.member(object, "version") then
    return false
  end
  return mtype > rules.mtypes["version response"] or json.member(object, "ref") ~= nil
end

local function note(context, message, object, payload)
  if is_talk(context, message.mtype, object) then
    message.talk = true
    return note_talk(context, message, object, payload)
  end
  if context.from_client then
    if request_types[message.mtype] then
      local request = marks_of(message.mtype, payload)
      local user = json.member(payload, "username")
      request.username = user and user.kind == "string" and text.shown(user.value) or nil
      polylogue.ask(context, message, request)
    end
    return
  end
  local marks = marks_of(message.mtype, payload)
  local request = polylogue.answer(context, message, function(each)
    return answers(marks, each)
  end)
  local selected = json.member(payload, "selected_version")
  if message.mtype == mtypes["version response"] and selected and selected.value == "2.0" then
    context.flow.talk = true
  end
  local auth = json.integer(json.member(payload, "auth"))
  if request and message.mtype == mtypes["login response"] and auth == 0 then
    context.flow.user = request.username
  end
end

-- The object a message is, again for each look at it.
function dialect.object(bytes, message)
  return json.parse(bytes, message.from, rules.max_depth)
end

function dialect.read(context, bytes, at)
  if context.side.dropping then
    return read_dropped(context, bytes, at, "rest", at)
  end
  local from = bytes:find("[^ \t\r\n]", at)
  if not from then
    return { kind = "blank", stop = #bytes + 1 }
  elseif bytes:byte(from) ~= 123 then
    return read_dropped(context, bytes, at, "malformed", from)
  end
  local stop, why, place = object_end(bytes, from)
  if not stop and not why then
    return nil
  elseif not stop then
    local wrong = read_dropped(context, bytes, at, why, place - (why == "cut" and 1 or 0))
    return wrong
  end
  local message = { kind = "pdu", from = from, to = stop, stop = bytes:match("^[ \t\r]*\n?()", stop) }
  local object = dialect.object(bytes, message)
  local mtype, payload = json.integer(json.member(object, "mtype")), json.member(object, "payload")
  if not mtype or mtype < 0 or payload and payload.kind ~= "object" or text.invalid_at(bytes:sub(from, stop - 1)) then
    message.kind, message.why = "wrong", "malformed"
    return message
  end
  message.mtype = mtype
  note(context, message, object, payload)
  return message
end

function dialect.looks_like(bytes)
  return bytes:find("^{%s*\"mtype\"%s*:") ~= nil
end

dialect.mtype_names, dialect.error_names, dialect.type_names = mtype_names, error_names, type_names
polylogue.pdu = dialect
