-- Decides on several permit requests atomically, and counts those that are granted.
--
-- KEYS  replicas, epoch, then for each request: closed, and one count for each window
-- ARGV  id of this replica, number of counted steps of a window, milliseconds after which a silent replica is not counted,
--       then for each request: calls, number of windows, and for each window: usable limit, step in milliseconds
--
-- Returns epoch, number of replicas, then for each request: milliseconds to wait (0: granted), whether the limit is
-- closed (1) or not (0), and the used calls of each window

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local steps = tonumber(ARGV[2])

redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
-- A Redis that has lost its data gets another epoch
redis.call('SET', KEYS[2], now, 'NX')

local answer = { redis.call('GET', KEYS[2]), redis.call('ZCARD', KEYS[1]) }
local key, arg = 3, 4

-- Counts of this window by step, and their total; drops steps that have left the window
local function counts(name, step)
  local found, total = {}, 0
  local all = redis.call('HGETALL', name)
  for i = 1, #all, 2 do
    local at = tonumber(all[i])
    if at <= step - steps then
      redis.call('HDEL', name, all[i])
    else
      found[#found + 1] = { at, tonumber(all[i + 1]) }
      total = total + all[i + 1]
    end
  end
  table.sort(found, function(a, b) return a[1] < b[1] end)
  return found, total
end

while key <= #KEYS do
  local closed = redis.call('PTTL', KEYS[key])
  local wait = closed > 0 and closed or 0
  local calls, windows = tonumber(ARGV[arg]), tonumber(ARGV[arg + 1])
  local used = {}
  for w = 1, windows do
    local limit, length = tonumber(ARGV[arg + 2 * w]), tonumber(ARGV[arg + 2 * w + 1])
    local step = math.floor(now / length)
    local found, total = counts(KEYS[key + w], step)
    local over = total + math.min(calls, limit) - limit
    for i = 1, #found do
      if over > 0 then
        over = over - found[i][2]
        if over <= 0 then
          wait = math.max(wait, (found[i][1] + steps) * length - now)
        end
      end
    end
    used[w] = total
  end
  for w = 1, windows do
    if wait == 0 and calls > 0 then
      local length = tonumber(ARGV[arg + 2 * w + 1])
      redis.call('HINCRBY', KEYS[key + w], math.floor(now / length), calls)
      redis.call('PEXPIRE', KEYS[key + w], (steps + 1) * length)
      used[w] = used[w] + calls
    end
  end
  answer[#answer + 1] = wait
  answer[#answer + 1] = closed > 0 and 1 or 0
  for w = 1, windows do
    answer[#answer + 1] = used[w]
  end
  key = key + 1 + windows
  arg = arg + 2 + 2 * windows
end
return answer
