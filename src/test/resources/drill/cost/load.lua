-- Requests of the cost benchmark for wrk: wrk -s load.lua URL -- TOKEN FIRST COUNT [BODY]
-- Each request has a number, FIRST to FIRST + COUNT - 1 and again, in its Idempotency-Key and in the place of {n} in BODY.
local first, count, before, after
local sent = 0

function init(args)
    wrk.headers['Authorization'] = 'Bearer ' .. args[1]
    first, count = tonumber(args[2]), tonumber(args[3])
    if args[4] then
        wrk.method = 'POST'
        wrk.headers['Content-Type'] = 'application/json'
        before, after = string.match(args[4], '^(.*){n}(.*)$')
    end
end

function request()
    if not before then
        return wrk.format()
    end
    local number = string.format('%d', first + sent % count)
    sent = sent + 1
    wrk.headers['Idempotency-Key'] = 'benchmark-' .. number
    return wrk.format(nil, nil, nil, before .. number .. after)
end

-- Times are microseconds
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        'result %d %d %d %d %d\n',
        summary.requests,
        summary.duration,
        latency:percentile(50),
        latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
