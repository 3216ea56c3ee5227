-- Makes a protocol known to Wireshark: its fields, expert infos and preferences.

-- `experts`: name -> { text, group, severity }.
function polylogue.dialect(name, description, fields, experts)
  local proto = Proto(name, description)
  local dialect = { name = name, proto = proto, fields = fields, experts = {}, ports = {}, wishes = {} }
  local all = {}
  for _, field in pairs(fields) do
    all[#all + 1] = field
  end
  proto.fields = all
  local listed = {}
  for key, row in pairs(experts) do
    local made = ProtoExpert.new(name .. ".expert." .. key, row[1], row[2], row[3])
    dialect.experts[key] = made
    listed[#listed + 1] = made
  end
  proto.experts = listed

  local prefs = proto.prefs
  prefs.ports = Pref.range("TCP ports", tables.ports[name], "Ports that are taken for " .. name .. ".", 65535)
  prefs.desegment = Pref.bool(
    "Put messages together that span several segments",
    true,
    "Needs \"Allow subdissector to reassemble TCP streams\" in the TCP protocol's preferences."
  )
  prefs.heuristic = Pref.bool(
    "Recognise " .. name .. " on any port",
    false,
    "Looks at what is said on TCP connections that nothing else has claimed."
  )

  function dialect.claims(port)
    return dialect.ports[port] == true
  end

  return dialect
end

-- Fields that many protocols have, under its own name.
function polylogue.usual_fields(name)
  return {
    user = ProtoField.string(name .. ".user", "User", base.UNICODE, "Whose connection it is, as far as it was said"),
    response_in = ProtoField.framenum(name .. ".response_in", "Answered in", base.NONE, frametype.RESPONSE),
    response_to = ProtoField.framenum(name .. ".response_to", "Answer to", base.NONE, frametype.REQUEST),
    time = ProtoField.relative_time(name .. ".time", "Time from request to answer"),
    -- What no message was made of.
    junk = ProtoField.bytes(name .. ".junk", "Bytes"),
    mark = ProtoField.bytes(name .. ".byte_order_mark", "Byte order mark"),
    telnet = ProtoField.bytes(name .. ".telnet", "Telnet commands"),
  }
end

-- Expert infos that all protocols have.
function polylogue.usual_experts()
  local group, severity = expert.group, expert.severity
  return {
    invalid_utf8 = { "The text is not UTF-8", group.PROTOCOL, severity.WARN },
    unterminated = { "The connection ended within a message", group.PROTOCOL, severity.WARN },
    too_long = { "The message is too long", group.PROTOCOL, severity.WARN },
    incomplete = { "Not all of the message was captured or put together", group.UNDECODED, severity.NOTE },
    password = { "A password in the clear", group.SECURITY or group.PROTOCOL, severity.NOTE },
  }
end
