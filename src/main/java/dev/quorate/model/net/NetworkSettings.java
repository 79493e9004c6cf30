package dev.quorate.model.net;

/**
 * Settings of the networks and of every host's IP stack ({@code cluster.network}).
 *
 * @param cluster the network of Corosync and of etcd's peers
 * @param service the network of the VIP, the apiservers and their clients
 */
public record NetworkSettings(LinkSettings cluster, LinkSettings service, TcpSettings tcp, ArpSettings arp) {}
