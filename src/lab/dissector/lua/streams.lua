-- What is known of each TCP connection while a file is read from its first packet to its last.

local stream_field = Field.new("tcp.stream")
local flags_field = Field.new("tcp.flags")
local completeness_field = Field.new("tcp.completeness")

-- Of the innermost TCP header: a connection may be captured within a tunnel.
local function last_value(field)
  local found = { field() }
  local info = found[#found]
  return info and info.value
end

local fin, rst, psh = 1, 4, 8

-- Without the operators that Lua 5.2 has not.
local function is_set(flags, flag)
  return flags % (2 * flag) >= flag
end

-- The connections by Wireshark's number.
local flows = {}

-- A direction. `fresh`: nothing was said yet.
local function side(name)
  return { name = name, fresh = true }
end

-- Of two ports, which one is the server's: the one that is claimed, or that Wireshark looked up; else the lower one.
local function server_port(dialect, pinfo)
  local from, to = pinfo.src_port, pinfo.dst_port
  local claimed_from, claimed_to = dialect.claims(from), dialect.claims(to)
  if claimed_from ~= claimed_to then
    return claimed_from and from or to
  end
  local matched = pinfo.match_uint
  if not claimed_from and matched ~= 0 and (matched == from) ~= (matched == to) then
    return matched
  end
  return math.min(from, to)
end

local function new_flow(dialect, pinfo)
  local completeness = last_value(completeness_field)
  return {
    dialect = dialect,
    server_port = server_port(dialect, pinfo),
    -- Begun before the capture, as far as can be told: no SYN was seen.
    joined = completeness ~= nil and completeness % 2 == 0,
    client = side("client"),
    server = side("server"),
    -- What was found in each call for a packet: Wireshark asks again, in any order, when a person looks around.
    calls = {},
    -- Requests that wait for their answer, oldest first.
    waiting = {},
    -- What was left unfinished at the end, by packet.
    ends = {},
  }
end

-- The connection a packet belongs to; nil when there is no TCP.
local function flow_of(dialect, pinfo)
  local number = last_value(stream_field)
  if not number then
    return nil
  end
  local flow = flows[number]
  if not flow or flow.dialect ~= dialect then
    flow = new_flow(dialect, pinfo)
    flows[number] = flow
  end
  return flow
end

polylogue.streams = {
  flow_of = flow_of,
  -- The connection of a packet if it was dissected here.
  known = function()
    local number = last_value(stream_field)
    return number and flows[number]
  end,
  sender = function(flow, pinfo)
    return pinfo.src_port == flow.server_port and flow.server or flow.client
  end,
  -- Whether the segment has PSH, or is the last: the sender had no more to say.
  is_last = function()
    local flags = last_value(flags_field)
    return is_set(flags, psh) or is_set(flags, fin)
  end,
  -- "fin" or "rst" where a direction or the connection ends.
  ending = function()
    local flags = last_value(flags_field)
    if not flags then
      return nil
    end
    return is_set(flags, rst) and "rst" or is_set(flags, fin) and "fin" or nil
  end,
  forget = function()
    flows = {}
  end,
}
