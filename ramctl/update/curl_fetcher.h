// SPDX-License-Identifier: LGPL-2.1-or-later
// The Fetcher over libcurl: HTTPS alone, also behind redirects, certificates verified, connections
// kept, HTTP/2 where it is offered. Its .cpp is the one file that knows libcurl. Proxies are those
// of the environment (https_proxy, no_proxy).
#pragma once

#include <memory>

#include "ramctl/update/fetcher.h"
#include "ramctl/update/settings.h"

namespace ramctl::update {

class CurlFetcher final : public Fetcher {
public:
    // Throws std::runtime_error. One at a time in a process.
    explicit CurlFetcher(const Settings& settings);
    ~CurlFetcher() override;
    CurlFetcher(const CurlFetcher&) = delete;
    CurlFetcher& operator=(const CurlFetcher&) = delete;

    void begin(const RangeRequest& request) override;
    [[nodiscard]] std::size_t under_way() const override;
    [[nodiscard]] std::optional<RangeAnswer> next(std::chrono::milliseconds at_most) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ramctl::update
