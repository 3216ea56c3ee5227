-- Cuts what TCP hands over into messages, asks for the rest of one that is not whole, and shows them.
--
-- A dialect gives two functions:
--   read(context, bytes, at)  the message that begins at `at`, a table with `stop`, the place behind it; or nil when it is
--                             not whole, and how many bytes are missing, as far as that is known. Must change nothing
--                             that is kept when it returns nil.
--   show(item, view, message)  adds its fields; returns what the Info column says.
-- A view is the bytes Wireshark handed over: `bytes`, and `range(from, to)`, where `to` is the place behind.

local streams, text = polylogue.streams, polylogue.text

-- What was shown last, so that the messages of one packet stand side by side in the Info column.
local last_info = {}

local function set_info(pinfo, key, info)
  if last_info.number == pinfo.number and last_info.key ~= key then
    pinfo.cols.info:append(" | " .. info)
  else
    last_info.number, last_info.key = pinfo.number, key
    pinfo.cols.info:set(info)
  end
  pinfo.cols.info:fence()
end

-- A byte order mark at the beginning, and telnet's commands: no part of a message. Nil when there are none; `false` when
-- one is not whole.
local subnegotiation = 1024
local function preamble(context, bytes, at)
  if context.side.fresh and bytes:sub(at, at + 2) == "\239\187\191" then
    return { kind = "mark", stop = at + 3 }
  end
  local stop = at
  while bytes:find("^\255[\236-\255]", stop) do
    local command = bytes:byte(stop + 1)
    if command == 250 then
      local _, last = bytes:find("\255\240", stop + 2, true)
      if not last and #bytes - stop <= subnegotiation then
        return stop > at and { kind = "telnet", stop = stop } or false
      end
      if not last or last - stop > subnegotiation then
        break
      end
      stop = last + 1
    elseif command >= 251 and command <= 254 then
      if stop + 2 > #bytes then
        return stop > at and { kind = "telnet", stop = stop } or false
      end
      stop = stop + 3
    elseif command == 255 then
      break
    else
      stop = stop + 2
    end
  end
  return stop > at and { kind = "telnet", stop = stop } or nil
end

local function next_message(dialect, context, bytes, at)
  if dialect.preambles and context.from_client then
    local found = preamble(context, bytes, at)
    if found == false then
      return nil
    elseif found then
      return found
    end
  end
  return dialect.read(context, bytes, at)
end

-- Reads all messages of a call. What is not whole, and cannot be waited for, is a message without a meaning.
local function read_all(dialect, context, bytes)
  local call, at = { messages = {} }, 1
  context.side.pending = nil
  while at <= #bytes do
    local message, missing = next_message(dialect, context, bytes, at)
    if not message and context.can_wait then
      call.rest, call.missing = at, missing
      context.side.pending = { bytes = bytes:sub(at, at + 255), length = #bytes - at + 1, number = context.number }
      break
    end
    message = message or { kind = "incomplete", stop = #bytes + 1 }
    message.start = at
    message.user = context.flow.user
    context.side.fresh = false
    call.messages[#call.messages + 1] = message
    at = message.stop
  end
  return call
end

local function show_answers(dialect, item, message)
  local fields = dialect.fields
  if message.answered_in then
    item:add(fields.response_in, message.answered_in):set_generated()
  end
  if message.answer_to then
    item:add(fields.response_to, message.answer_to):set_generated()
  end
  if message.delay then
    local whole = math.floor(message.delay)
    item:add(fields.time, NSTime.new(whole, math.floor((message.delay - whole) * 1e9 + 0.5))):set_generated()
  end
end

local unmeant = {
  mark = { "mark", "byte order mark" },
  telnet = { "telnet", "telnet commands" },
  incomplete = { "junk", "not whole" },
}

local function show_message(dialect, tree, view, message)
  local item = tree:add(dialect.proto, view.range(message.start, message.stop))
  local plain = unmeant[message.kind]
  local info
  if plain then
    local part = item:add(dialect.fields[plain[1]], view.range(message.start, message.stop))
    info = plain[2]
    if message.kind == "incomplete" then
      part:add_proto_expert_info(dialect.experts.incomplete)
      info = text.count(message.stop - message.start, "byte") .. ", not whole"
    end
  else
    info = dialect.show(item, view, message)
  end
  item:append_text(": " .. info)
  if message.user then
    item:add(dialect.fields.user, message.user):set_generated()
  end
  show_answers(dialect, item, message)
  return info
end

local function show_all(dialect, call, key, view, pinfo, tree)
  local infos = {}
  for nth, message in ipairs(call.messages) do
    local info = show_message(dialect, tree, view, message)
    -- A column shows only this many.
    if nth <= 20 then
      infos[nth] = info
    end
  end
  if #call.messages > 0 then
    pinfo.cols.protocol = dialect.name
    local more = #call.messages - #infos
    set_info(pinfo, key, table.concat(infos, " | ") .. (more > 0 and " | and " .. more .. " more" or ""))
  end
  if call.rest then
    pinfo.desegment_offset = call.rest - 1
    pinfo.desegment_len = call.missing or polylogue.one_more_segment
  end
end

-- The function Wireshark calls with what one segment brought, or with what it has put together.
function polylogue.dissector(dialect)
  return function(tvb, pinfo, tree)
    local length = tvb:len()
    local flow = length > 0 and streams.flow_of(dialect, pinfo)
    if not flow then
      return 0
    end
    local bytes = tvb:raw()
    if flow.foreign == nil then
      flow.foreign = polylogue.foreign(bytes) or dialect.foreign and dialect.foreign(flow, pinfo, bytes) or false
    end
    if flow.foreign then
      return polylogue.hand_over(flow.foreign, tvb, pinfo, tree)
    end
    -- Wireshark calls several times for one packet: for what it completes, and for what stands behind that.
    local key = (pinfo.number * 0x20000 + length % 0x20000) * 0x800 + tvb:offset() % 0x800
    local call = flow.calls[key]
    if not call then
      local sender = streams.sender(flow, pinfo)
      call = read_all(dialect, {
        flow = flow,
        side = sender,
        from_client = sender == flow.client,
        pushed = streams.is_last(),
        can_wait = pinfo.can_desegment > 0 and dialect.wishes.desegment,
        number = pinfo.number,
        time = pinfo.rel_ts,
      }, bytes)
      flow.calls[key] = call
    end
    local function range(from, to)
      return tvb(from - 1, to - from)
    end
    show_all(dialect, call, key, { bytes = bytes, range = range }, pinfo, tree)
    return length
  end
end
