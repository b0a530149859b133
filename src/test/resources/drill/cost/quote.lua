-- A rate quote as the limit makes it: reads the request, asks UPS and FedEx once and USPS for each package, all at once,
-- and answers with the prices, the lowest first. Nothing is checked, counted, stored or logged.
local json = require 'cjson.safe'

local function post(location, body)
    return { location, { method = ngx.HTTP_POST, body = json.encode(body) } }
end

local function to_ups(quote)
    local packages = {}
    for i, package in ipairs(quote.packages) do
        local sides = package.dimensions
        packages[i] = {
            PackagingType = { Code = '02' },
            Dimensions = {
                UnitOfMeasurement = { Code = 'IN' },
                Length = tostring(sides.length),
                Width = tostring(sides.width),
                Height = tostring(sides.height),
            },
            PackageWeight = {
                UnitOfMeasurement = { Code = 'LBS' },
                Weight = string.format('%.1f', math.ceil(package.weight_oz / 1.6) / 10),
            },
        }
    end
    local function address(place)
        return { Address = { PostalCode = place.zip, CountryCode = place.country } }
    end
    return {
        RateRequest = {
            Request = { SubVersion = '2409' },
            Shipment = {
                Shipper = { ShipperNumber = 'A12345' },
                ShipFrom = address(quote.origin),
                ShipTo = address(quote.destination),
                Package = packages,
            },
        },
    }
end

local function to_fedex(quote)
    local items = {}
    for i, package in ipairs(quote.packages) do
        local sides = package.dimensions
        items[i] = {
            groupPackageCount = 1,
            weight = { units = 'LB', value = package.weight_oz / 16 },
            dimensions = { length = sides.length, width = sides.width, height = sides.height, units = 'IN' },
        }
    end
    local function address(place)
        return { address = { postalCode = place.zip, countryCode = place.country } }
    end
    return {
        accountNumber = { value = '123456789' },
        requestedShipment = {
            shipper = address(quote.origin),
            recipient = address(quote.destination),
            rateRequestType = { 'ACCOUNT', 'LIST' },
            requestedPackageLineItems = items,
        },
    }
end

local function to_usps(quote, package)
    local sides = package.dimensions
    return {
        originZIPCode = quote.origin.zip,
        destinationZIPCode = quote.destination.zip,
        packageDescription = {
            weight = package.weight_oz / 16,
            length = sides.length,
            width = sides.width,
            height = sides.height,
            mailClass = 'ALL_OUTBOUND',
        },
    }
end

local function add_ups(rates, reply)
    for _, shipment in ipairs(reply.RateResponse.RatedShipment) do
        local negotiated = shipment.NegotiatedRateCharges
        local price = negotiated and negotiated.TotalCharge or shipment.TotalCharges
        local arrival = shipment.TimeInTransit.ServiceSummary.EstimatedArrival
        rates[#rates + 1] = {
            carrier = 'UPS',
            service = shipment.Service.Code,
            rate = tonumber(price.MonetaryValue),
            currency = price.CurrencyCode,
            transit_days = tonumber(arrival.BusinessDaysInTransit),
            delivery_date = arrival.Arrival.Date,
        }
    end
end

local function add_fedex(rates, reply)
    for _, service in ipairs(reply.output.rateReplyDetails) do
        local price = service.ratedShipmentDetails[1]
        rates[#rates + 1] = {
            carrier = 'FedEx',
            service = service.serviceType,
            rate = price.totalNetCharge,
            currency = price.currency,
            delivery_date = service.commit.dateDetail.dayFormat,
        }
    end
end

-- The lowest price of a single piece in its own box
local function lowest(options)
    local price
    for _, option in ipairs(options) do
        local isPlain = option.rates[1].rateIndicator == 'SP'
        if isPlain and (not price or option.totalBasePrice < price) then
            price = option.totalBasePrice
        end
    end
    return price
end

-- A mail class counts if it takes all packages
local function add_usps(rates, replies)
    local sums, packages = {}, {}
    for _, reply in ipairs(replies) do
        for _, class in ipairs(reply.pricingOptions[1].shippingOptions) do
            local name, price = class.mailClass, lowest(class.rateOptions)
            if price then
                sums[name] = (sums[name] or 0) + price
                packages[name] = (packages[name] or 0) + 1
            end
        end
    end
    for name, sum in pairs(sums) do
        if packages[name] == #replies then
            rates[#rates + 1] = { carrier = 'USPS', service = name, rate = sum, currency = 'USD' }
        end
    end
end

ngx.req.read_body()
local quote = json.decode(ngx.req.get_body_data())
if not quote then
    return ngx.exit(ngx.HTTP_BAD_REQUEST)
end
local calls = { post('/ups', to_ups(quote)), post('/fedex', to_fedex(quote)) }
for _, package in ipairs(quote.packages) do
    calls[#calls + 1] = post('/usps', to_usps(quote, package))
end
local replies = { ngx.location.capture_multi(calls) }
for i, reply in ipairs(replies) do
    replies[i] = json.decode(reply.body)
end
local rates = {}
add_ups(rates, table.remove(replies, 1))
add_fedex(rates, table.remove(replies, 1))
add_usps(rates, replies)
table.sort(rates, function(one, other) return one.rate < other.rate end)
ngx.header['Content-Type'] = 'application/json'
ngx.print(json.encode({ quotes = rates, request_id = ngx.var.http_x_request_id or ngx.var.request_id, cached = false }))
