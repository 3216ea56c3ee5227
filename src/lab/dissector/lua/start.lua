-- Uses the syntax and the library that Lua 5.2 and 5.4 share, and what Wireshark offers Lua from 3.6 on.

if not Proto or not Field then
  error("polylogue.lua is a dissector for Wireshark and tshark: tshark -X lua_script:polylogue.lua -r FILE", 0)
end

-- A protocol cannot be registered twice: by a copy in the plugins folder, say, and another one by -X lua_script.
local found, dissector = pcall(Dissector.get, "tsam")
if found and dissector then
  error("A dissector for tsam is loaded already, perhaps another copy of polylogue.lua; this one is left out.", 0)
end

if set_plugin_info then
  set_plugin_info({
    version = tables.version,
    author = "The Polylogue authors",
    description = "The chat protocols tsam, chatroom, nick, direct and pdu",
  })
end

-- What the parts of this file share.
local polylogue = {
  -- What Wireshark is told when a message goes on in the next segment, however long that is.
  one_more_segment = DESEGMENT_ONE_MORE_SEGMENT or 0x0fffffff,
  utf8 = ENC_UTF_8 or 2,
}
