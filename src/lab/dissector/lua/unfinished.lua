-- Tells at the end of a connection what it left unfinished: Wireshark shows nothing of a message whose end never came.

local streams, text = polylogue.streams, polylogue.text

local proto = Proto("polylogue", "Polylogue: messages left unfinished")
proto.prefs.unfinished = Pref.bool(
  "Tell what a connection left unfinished",
  true,
  "Looks at every packet for the end of a connection, and shows there what had begun and was not completed."
)

-- What had begun in a direction, and waits no longer.
local function left_in(flow, side)
  local pending = side.pending
  side.pending = nil
  if not pending then
    return nil
  end
  return { side = side.name, bytes = pending.bytes, length = pending.length, number = pending.number, user = flow.user }
end

local function ended(flow, pinfo, ending)
  local left = {}
  if ending == "rst" then
    left[1] = left_in(flow, flow.client)
    left[#left + 1] = left_in(flow, flow.server)
  else
    left[1] = left_in(flow, streams.sender(flow, pinfo))
  end
  return left
end

local function show(dialect, tree, tvb, each)
  local sentence = string.format(
    "The %s began this in packet %d and did not end it: %s",
    each.side,
    each.number,
    text.count(each.length, "byte")
  )
  local item = tree:add(dialect.proto, tvb(0, 0))
  item:append_text(": unfinished, " .. text.shown(each.bytes, 80)):set_generated()
  item:add_proto_expert_info(dialect.experts.unterminated, sentence)
  if each.user then
    item:add(dialect.fields.user, each.user):set_generated()
  end
end

function proto.dissector(tvb, pinfo, tree)
  local ending = streams.ending()
  if not ending or not proto.prefs.unfinished then
    return
  end
  local flow = streams.known()
  if not flow or flow.foreign then
    return
  end
  local left = flow.ends[pinfo.number]
  if not left then
    left = ended(flow, pinfo, ending)
    flow.ends[pinfo.number] = left
  end
  for _, each in ipairs(left) do
    show(flow.dialect, tree, tvb, each)
  end
end

function proto.init()
  streams.forget()
end

register_postdissector(proto)
