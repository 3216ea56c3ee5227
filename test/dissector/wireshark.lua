-- A stand-in for what Wireshark gives the dissector, so that it runs in any Lua: as much as is used, and strict about it.
-- Reads lines `stream from-port to-port flags hex` from standard input, as packets in order without loss; prints the Info
-- column of each.

local function strict(name, members)
  return setmetatable(members or {}, {
    __index = function(_, key)
      error(name .. " has no " .. tostring(key), 2)
    end,
  })
end

-- What Wireshark takes as a C integer: Lua 5.4 refuses a number with a fraction, or too large a one.
local function integer(value, least, most)
  assert(type(value) == "number" and value == math.floor(value), "no integer: " .. tostring(value))
  assert(value >= least and value <= most, "out of range: " .. value)
  assert(string.format("%d", value))
end

local protos, current, extractors = {}, nil, {}

expert = { group = strict("expert.group", { PROTOCOL = 1, RESPONSE_CODE = 2, UNDECODED = 3, SECURITY = 4 }) }
expert.severity = strict("expert.severity", { CHAT = 1, NOTE = 2, WARN = 3 })
base = strict("base", { NONE = 0, DEC = 1, UNICODE = 2, UTC = 3 })
frametype = strict("frametype", { REQUEST = 1, RESPONSE = 2 })
-- Constants that some versions have, and the dissector asks for.
DESEGMENT_ONE_MORE_SEGMENT, ENC_UTF_8, set_plugin_info = nil, nil, nil

local checks = {
  uint16 = { 0, 0xffff },
  uint32 = { 0, 0xffffffff },
  int32 = { -0x80000000, 0x7fffffff },
  framenum = { 1, 0xffffffff },
}
local field_types = { "string", "bytes", "bool", "uint16", "uint32", "int32", "framenum", "relative_time", "absolute_time" }
ProtoField = {}
for _, kind in ipairs(field_types) do
  ProtoField[kind] = function(abbreviation)
    return { kind = kind, name = abbreviation }
  end
end
ProtoField = strict("ProtoField", ProtoField)
ProtoExpert = strict("ProtoExpert", {
  new = function(name, text, group, severity)
    assert(text and group and severity)
    return { expert = name }
  end,
})
Pref = strict("Pref", {
  range = function(_, default)
    return default
  end,
  bool = function(_, default)
    return default
  end,
})
Field = strict("Field", {
  new = function(name)
    extractors[name] = true
    return function()
      return { value = current[name] }
    end
  end,
})
NSTime = strict("NSTime", {
  new = function(seconds, nanoseconds)
    integer(seconds, 0, 0x7fffffff)
    integer(nanoseconds, 0, 1e9)
    return { seconds = seconds }
  end,
})

function Proto(name)
  local proto = { name = name, prefs = {} }
  function proto.register_heuristic() end
  protos[name] = proto
  return proto
end

local ports = {}
DissectorTable = strict("DissectorTable", {
  get = function()
    return strict("a table of dissectors", {
      add = function(_, port, proto)
        ports[port] = proto
      end,
      get_dissector = function() end,
      add_for_decode_as = function() end,
      remove = function() end,
    })
  end,
})
Dissector = strict("Dissector", {
  get = function()
    error("No such dissector")
  end,
})
local posts = {}
function register_postdissector(proto)
  posts[#posts + 1] = proto
end

local function tree_item()
  local item = {}
  local function add(_, field, first, second)
    assert(type(field) == "table" and (field.kind or field.prefs), "no field")
    local value = second
    if value == nil and not (type(first) == "table" and first.range) then
      value = first
    end
    if checks[field.kind] and value ~= nil then
      integer(value, checks[field.kind][1], checks[field.kind][2])
    elseif field.kind == "string" and value ~= nil then
      assert(type(value) == "string" and not value:find("\0", 1, true), "no C string")
    end
    return tree_item()
  end
  item.add = add
  function item.add_packet_field(_, field, range, encoding)
    assert(field.kind == "string" and range.range and encoding == 2)
    return tree_item()
  end
  function item.set_generated()
    return item
  end
  function item.append_text(_, text)
    assert(type(text) == "string")
    return item
  end
  item.prepend_text = item.append_text
  function item.add_proto_expert_info(_, info)
    assert(info.expert)
  end
  return strict("a tree item", item)
end

local function buffer(bytes)
  local methods = strict("a buffer", {
    len = function()
      return #bytes
    end,
    offset = function()
      return 0
    end,
    raw = function()
      return bytes
    end,
  })
  return setmetatable({}, {
    __index = methods,
    __call = function(_, offset, length)
      integer(offset, 0, #bytes)
      integer(length, 0, #bytes - offset)
      return { range = true }
    end,
  })
end

dofile(arg[1])

local waiting = {}
for line in io.lines() do
  local stream, from, to, flags, hex = line:match("^(%d+) (%d+) (%d+) (%d+) (%x*)$")
  local bytes = hex:gsub("..", function(pair)
    return string.char(tonumber(pair, 16))
  end)
  local number = current and current.number + 1 or 1
  current = { number = number, ["tcp.stream"] = tonumber(stream), ["tcp.flags"] = tonumber(flags), ["tcp.completeness"] = 7 }
  local info = ""
  local column = strict("a column", {
    set = function(_, text)
      info = text
    end,
    append = function(_, text)
      info = info .. text
    end,
    fence = function() end,
  })
  local pinfo = { number = number, rel_ts = number / 1000, can_desegment = 1, match_uint = 0, cols = { info = column } }
  pinfo.src_port, pinfo.dst_port = tonumber(from), tonumber(to)
  local key = stream .. ":" .. from
  local all = (waiting[key] or "") .. bytes
  waiting[key] = nil
  local proto = ports[pinfo.src_port] or ports[pinfo.dst_port]
  if #all > 0 then
    proto.dissector(buffer(all), pinfo, tree_item())
    if pinfo.desegment_len then
      integer(pinfo.desegment_len, 1, 0x0fffffff)
      waiting[key] = all:sub(pinfo.desegment_offset + 1)
    end
  end
  for _, post in ipairs(posts) do
    post.dissector(buffer(bytes), pinfo, tree_item())
  end
  print(info)
end
