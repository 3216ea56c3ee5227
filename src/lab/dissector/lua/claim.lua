-- Claims ports for a dialect, as its preferences say.

local table_of_ports = DissectorTable.get("tcp.port")

-- `4021,5000-5010` as a set.
local function ports_in(range)
  local ports = {}
  for first, last in range:gmatch("(%d+)%-?(%d*)") do
    for port = tonumber(first), tonumber(last) or tonumber(first) do
      ports[port] = true
    end
  end
  return ports
end

-- What had a port before, as HTTP has 8080.
local earlier = {}

local function release(port, proto)
  table_of_ports:remove(port, proto)
  if earlier[port] then
    table_of_ports:add(port, earlier[port])
  end
end

local function claim(dialect)
  local proto = dialect.proto
  for port in pairs(dialect.ports) do
    release(port, proto)
  end
  for _, wish in ipairs({ "desegment", "heuristic", dialect.ends_with_push and "psh" or nil }) do
    dialect.wishes[wish] = proto.prefs[wish]
  end
  dialect.ports = ports_in(proto.prefs.ports)
  for port in pairs(dialect.ports) do
    if earlier[port] == nil then
      earlier[port] = table_of_ports:get_dissector(port) or false
    end
    table_of_ports:add(port, proto)
  end
end

local function heuristic(dialect)
  return function(tvb, pinfo, tree)
    if not dialect.wishes.heuristic or tvb:len() == 0 then
      return false
    end
    local flow = polylogue.streams.known()
    if not (flow and flow.dialect == dialect) and not dialect.looks_like(tvb:raw()) then
      return false
    end
    pinfo.conversation = dialect.proto
    return dialect.proto.dissector(tvb, pinfo, tree) > 0
  end
end

function polylogue.claim(dialect)
  local proto = dialect.proto
  proto.dissector = polylogue.dissector(dialect)
  function proto.init()
    polylogue.streams.forget()
  end
  function proto.prefs_changed()
    claim(dialect)
  end
  claim(dialect)
  table_of_ports:add_for_decode_as(proto)
  proto:register_heuristic("tcp", heuristic(dialect))
end
