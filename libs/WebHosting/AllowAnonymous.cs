namespace Volcast.WebHosting;

/// <summary>Endpoint metadata: the route needs no key and no rate limit applies to it, as for probes and the
/// documentation.</summary>
public sealed class AllowAnonymous;
