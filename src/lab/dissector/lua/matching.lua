-- Which answer belongs to which request.

-- Requests that are kept for one connection.
local most_waiting = 64
-- Seconds after which a request that may be left unanswered was.
local silence = 0.5

-- A message is a request that waits for its answer. `request`: what is to be known of it until then; `silent` in it says
-- that perhaps there will be none.
function polylogue.ask(context, message, request)
  request.message, request.number, request.time = message, context.number, context.time
  local waiting = context.flow.waiting
  while waiting[1] and waiting[1].silent and context.time - waiting[1].time > silence do
    table.remove(waiting, 1)
  end
  waiting[#waiting + 1] = request
  if #waiting > most_waiting then
    table.remove(waiting, 1)
  end
end

-- A message answers a request.
function polylogue.join(context, message, request)
  request.message.answered_in = context.number
  message.answer_to = request.number
  message.delay = math.max(0, context.time - request.time)
end

-- Joins an answer to the oldest request that `fits`. That and those before it wait no longer. Returns the request.
function polylogue.answer(context, message, fits)
  local waiting = context.flow.waiting
  for nth, request in ipairs(waiting) do
    if fits(request) then
      polylogue.join(context, message, request)
      for _ = 1, nth do
        table.remove(waiting, 1)
      end
      return request
    end
  end
  return nil
end
