-- Answers to requests that carried an Idempotency-Key: the same key and body get the same answer.
create table idempotent_request (
    principal text not null,
    request_key text not null check (length(request_key) between 1 and 200),
    route text not null,
    body_sha256 char(64) not null,
    -- what the request made, noted in the same transaction: a repeat finds it even if the answer was lost
    effect text,
    -- null while the first request is being worked on
    status integer,
    content_type text,
    location text,
    answer bytea,
    started_at timestamptz not null,
    answered_at timestamptz,
    primary key (principal, request_key)
);
create index idempotent_request_started_at on idempotent_request (started_at);

-- Browsers that gave a token; the cookie's secret is stored as a hash.
create table web_session (
    secret_sha256 char(64) primary key,
    user_name text not null,
    csrf text not null,
    opened_at timestamptz not null,
    expires_at timestamptz not null
);
create index web_session_expires_at on web_session (expires_at);

-- BagSpecs as they came, for people; the market keeps what it understood.
create table submitted_text (
    bag text primary key,
    media_type text not null,
    body bytea not null
);
