-- Cached tracking as the limit answers it: one GET of Redis (RESP, https://redis.io/docs/reference/protocol-spec), and its
-- value is the answer. Nobody asks who the caller is.
local key = 'benchmark:tracking:' .. ngx.var[1]
local redis = ngx.socket.tcp()
assert(redis:connect('127.0.0.1', tonumber(ngx.var.redis_port)))
assert(redis:send('*2\r\n$3\r\nGET\r\n$' .. #key .. '\r\n' .. key .. '\r\n'))
local length = tonumber(string.sub(assert(redis:receive()), 2))
if length < 0 then
    return ngx.exit(ngx.HTTP_NOT_FOUND)
end
local value = assert(redis:receive(length))
assert(redis:receive(2))
redis:setkeepalive(60000, 128)
ngx.header['Content-Type'] = 'application/json'
ngx.print(value)
