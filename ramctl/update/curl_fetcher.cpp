// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/update/curl_fetcher.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <utility>

#include "ramctl/update/gunzip.h"
#include "ramctl/update/range_body.h"
#include "ramctl/update/response_head.h"

namespace ramctl::update {
namespace {

using namespace std::chrono_literals;

constexpr long connect_seconds = 30;
constexpr long whole_seconds = 300;
constexpr long slow_seconds = 30;  // with less than slow_bytes a second
constexpr long slow_bytes = 100;
constexpr long most_redirects = 5;
constexpr unsigned ok = 200;
// libcurl 7.88 does not always wake up for what it has read already for another request of the same
// HTTP/2 connection: whoever waits a second then loses it, several times a thousand requests.
constexpr std::chrono::milliseconds longest_poll = 10ms;

struct EndEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct EndMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
struct EndList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, EndList>;

Headers with_header(Headers headers, const std::string& line) {
    curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    (void)headers.release();
    return Headers(longer);
}

// One request with its answer. It does not move: libcurl holds its address.
struct Transfer {
    Transfer() = default;
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    std::unique_ptr<CURL, EndEasy> easy;
    Headers headers;
    std::array<char, CURL_ERROR_SIZE> why{};
    Prefix prefix;
    ResponseHead head;
    RangeBody body;
    Gunzip gunzip;
};

std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* transfer) {
    static_cast<Transfer*>(transfer)->head.line({bytes, size});
    return size;
}

// Anything but `size` ends the transfer.
std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* given) {
    auto& transfer = *static_cast<Transfer*>(given);
    // The text of an error is for nobody; its end is waited for, so that the connection is kept.
    if (transfer.head.status() != ok) return size;
    const auto feed = [&transfer](std::string_view part) { return transfer.body.feed(part); };
    switch (transfer.head.coding()) {
        case ResponseHead::Coding::none:
            return feed({bytes, size}) ? size : 0;
        case ResponseHead::Coding::gzip:
            return transfer.gunzip.feed({bytes, size}, feed) ? size : 0;
        case ResponseHead::Coding::other:
            break;
    }
    return 0;
}

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
    if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK)
        throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

void set_limits(CURL* easy) {
    set(easy, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    set(easy, CURLOPT_TIMEOUT, whole_seconds);
    set(easy, CURLOPT_LOW_SPEED_TIME, slow_seconds);
    set(easy, CURLOPT_LOW_SPEED_LIMIT, slow_bytes);
    set(easy, CURLOPT_FOLLOWLOCATION, 1L);
    set(easy, CURLOPT_MAXREDIRS, most_redirects);
    set(easy, CURLOPT_PROTOCOLS_STR, "https");
    set(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    set(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
    set(easy, CURLOPT_PIPEWAIT, 1L);
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    set(easy, CURLOPT_USERAGENT, "ramd-weak-list-update/" RAMAUTH_VERSION);
}

void prepare(Transfer& transfer, const std::string& ca_file) {
    transfer.easy.reset(curl_easy_init());
    CURL* easy = transfer.easy.get();
    if (easy == nullptr) throw std::runtime_error("libcurl cannot be used");
    set_limits(easy);
    set(easy, CURLOPT_PRIVATE, &transfer);
    set(easy, CURLOPT_ERRORBUFFER, transfer.why.data());
    set(easy, CURLOPT_HEADERFUNCTION, &take_header);
    set(easy, CURLOPT_HEADERDATA, &transfer);
    set(easy, CURLOPT_WRITEFUNCTION, &take_body);
    set(easy, CURLOPT_WRITEDATA, &transfer);
    if (!ca_file.empty()) set(easy, CURLOPT_CAINFO, ca_file.c_str());
}

// Nobody's doing but an administrator's makes the next try better.
bool is_hopeless(CURLcode code) {
    constexpr std::array hopeless{
        CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
        CURLE_UNSUPPORTED_PROTOCOL,     CURLE_URL_MALFORMAT,      CURLE_TOO_MANY_REDIRECTS};
    return std::find(hopeless.begin(), hopeless.end(), code) != hopeless.end();
}

bool is_unreachable(CURLcode code) {
    constexpr std::array unreachable{CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
                                     CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT};
    return std::find(unreachable.begin(), unreachable.end(), code) != unreachable.end();
}

// What a server says goes to the journal, and must not steer the terminal that shows it.
std::string sentence_of(const Transfer& transfer, CURLcode code) {
    std::string sentence = transfer.why[0] != '\0' ? transfer.why.data() : curl_easy_strerror(code);
    for (char& c : sentence) {
        if (c < ' ' || c > '~') c = '?';
    }
    return sentence;
}

// Of the body of a 200; empty: none. `received`: libcurl is content.
std::string fault_of_body(Transfer& transfer, bool received) {
    using Coding = ResponseHead::Coding;
    const Coding coding = transfer.head.coding();
    if (!transfer.body.fault().empty()) return transfer.body.fault();
    if (coding == Coding::other) return "the answer is compressed in a way that nobody asked for";
    if (!received) return coding == Coding::gzip ? "its gzip is damaged" : "it was cut short";
    if (!transfer.head.ends_verifiably())
        return "the answer does not say where it ends, and may be cut short";
    if (coding == Coding::gzip && !transfer.gunzip.whole()) return "its gzip is cut short";
    return transfer.body.finish() ? std::string() : transfer.body.fault();
}

std::string fault_of(Transfer& transfer, CURLcode code) {
    // That of our own functions says least.
    if (code != CURLE_OK && code != CURLE_WRITE_ERROR) return sentence_of(transfer, code);
    if (transfer.head.status() == ok) return fault_of_body(transfer, code == CURLE_OK);
    return code == CURLE_OK ? std::string() : sentence_of(transfer, code);
}

RangeAnswer answer_of(Transfer& transfer, CURLcode code) {
    RangeAnswer answer;
    answer.prefix = transfer.prefix;
    answer.fault = fault_of(transfer, code);
    if (!answer.fault.empty()) {
        answer.hopeless = is_hopeless(code);
        answer.unreachable = is_unreachable(code);
        return answer;
    }
    answer.status = transfer.head.status();
    answer.etag = transfer.head.etag();
    answer.newest = transfer.head.newest();
    answer.retry_after = transfer.head.retry_after();
    if (answer.status == ok) answer.entries = transfer.body.take_entries();
    return answer;
}

}  // namespace

struct CurlFetcher::State {
    explicit State(const Settings& settings_) : settings(settings_), transfers(settings_.parallel) {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
            throw std::runtime_error("libcurl cannot be used");
        multi.reset(curl_multi_init());
        if (!multi) throw std::runtime_error("libcurl cannot be used");
        const auto most = static_cast<long>(settings.parallel);
        curl_multi_setopt(multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, most);
        curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, most);
        for (Transfer& transfer : transfers) {
            prepare(transfer, settings.ca_file);
            idle.push_back(&transfer);
        }
    }

    // Nothing when none has ended.
    std::optional<RangeAnswer> ended() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURLcode code = message->data.result;
            CURL* easy = message->easy_handle;
            char* found = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &found);
            curl_multi_remove_handle(multi.get(), easy);
            auto& transfer = *reinterpret_cast<Transfer*>(found);
            RangeAnswer answer = answer_of(transfer, code);
            transfer.body = RangeBody();
            idle.push_back(&transfer);
            return answer;
        }
        return std::nullopt;
    }

    const Settings settings;
    std::vector<Transfer> transfers;
    std::vector<Transfer*> idle;
    std::unique_ptr<CURLM, EndMulti> multi;
};

CurlFetcher::CurlFetcher(const Settings& settings) : state_(std::make_unique<State>(settings)) {}

CurlFetcher::~CurlFetcher() {
    for (Transfer& transfer : state_->transfers)
        curl_multi_remove_handle(state_->multi.get(), transfer.easy.get());
    state_.reset();
    curl_global_cleanup();
}

std::size_t CurlFetcher::under_way() const {
    return state_->transfers.size() - state_->idle.size();
}

void CurlFetcher::begin(const RangeRequest& request) {
    if (state_->idle.empty()) throw std::logic_error("more requests at one time than were agreed");
    Transfer& transfer = *state_->idle.back();
    transfer.prefix = request.prefix;
    transfer.head = {};
    transfer.body = RangeBody(request.prefix);
    transfer.gunzip.restart();
    transfer.why[0] = '\0';
    CURL* easy = transfer.easy.get();
    set(easy, CURLOPT_URL, state_->settings.url_of(request.prefix).c_str());
    auto headers = with_header(nullptr, "Accept-Encoding: gzip");
    if (!request.etag.empty())
        headers = with_header(std::move(headers), "If-None-Match: " + request.etag);
    set(easy, CURLOPT_HTTPHEADER, headers.get());
    transfer.headers = std::move(headers);
    if (curl_multi_add_handle(state_->multi.get(), easy) != CURLM_OK)
        throw std::runtime_error("libcurl takes no request");
    state_->idle.pop_back();
}

std::optional<RangeAnswer> CurlFetcher::next(std::chrono::milliseconds at_most) {
    const auto until = std::chrono::steady_clock::now() + at_most;
    while (true) {
        if (auto answer = state_->ended()) return answer;
        int running = 0;
        if (curl_multi_perform(state_->multi.get(), &running) != CURLM_OK)
            throw std::runtime_error("libcurl does not go on");
        if (auto answer = state_->ended()) return answer;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= 0ms) return std::nullopt;
        const auto wait = under_way() == 0 ? left : std::min(left, longest_poll);
        curl_multi_poll(state_->multi.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
    }
}

}  // namespace ramctl::update
